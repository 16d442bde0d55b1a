package dev.allotrope.connect.app;

import java.net.URI;

/// Our pages that end users come to from a remote system or from a link, at the server's public address.
public record CallbackPages(String base) {
    private static final String CALLBACK = "/integrations/salesforce";

    public CallbackPages {
        base = base.replaceAll("/+$", "");
    }

    /// Where the remote system sends who approved the server's own client.
    URI callback() {
        return URI.create(base + CALLBACK);
    }

    /// Where a link to sync an account again leads.
    public URI sync() {
        return URI.create(base + CALLBACK + "/sync");
    }
}
