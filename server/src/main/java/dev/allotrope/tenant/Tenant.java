package dev.allotrope.tenant;

import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.OrganizationId;

/// One customer of one organization: the partition that all documents live in.
public record Tenant(OrganizationId organization, CustomerId customer) implements Scope {
    @Override
    public String setting() {
        return "tenant:" + organization + ":" + customer;
    }

    /// The text form used as a job instance; [#parse] reads it back.
    @Override
    public String toString() {
        return organization + ":" + customer;
    }

    public static Tenant parse(String text) {
        int colon = text.indexOf(':');
        return new Tenant(
                new OrganizationId(Long.parseLong(text.substring(0, colon))),
                new CustomerId(Long.parseLong(text.substring(colon + 1))));
    }
}
