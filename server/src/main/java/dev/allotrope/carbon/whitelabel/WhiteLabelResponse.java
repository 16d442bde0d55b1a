package dev.allotrope.carbon.whitelabel;

import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.connect.app.WhiteLabel;
import java.time.Instant;

/// A white label as it is shown; its secret, where it has one, is [Credentials#MASK].
record WhiteLabelResponse(
        long id,
        long organizationId,
        DataSourceType dataSourceType,
        Credentials credentials,
        Instant createdAt,
        Instant updatedAt) {
    static WhiteLabelResponse of(long organization, WhiteLabel label) {
        return new WhiteLabelResponse(
                label.id().value(),
                organization,
                DataSourceType.SALESFORCE,
                new Credentials(
                        label.clientId(), label.redirect().toString(), label.confidential() ? Credentials.MASK : null),
                label.createdAt(),
                label.updatedAt());
    }
}
