package dev.allotrope.connect.app;

import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.PlainAddress;
import java.net.URI;

/// Our pages that end users come to from a remote system or from a link, at the server's public address.
public record CallbackPages(URI base) {
    private static final String CALLBACK = "/integrations/salesforce";
    private static final String USUAL_PORT = "8000";
    private static final String ANY_PORT = "0";

    /// What the operator set; when that is blank, this machine by its own name, on the port of the API. Which port
    /// `0` becomes is not known yet, so that stands for the usual one. Throws [Failure] with `NOT_CONFIGURED` for
    /// what is no address.
    static CallbackPages of(String publicUrl, String port) {
        return new CallbackPages(
                publicUrl.isBlank()
                        ? URI.create("http://localhost:" + (port.equals(ANY_PORT) ? USUAL_PORT : port))
                        : PlainAddress.parse(publicUrl).orElseThrow(() -> wrong(publicUrl)));
    }

    private static Failure wrong(String publicUrl) {
        return Failure.wrongSetting(
                "ALLOTROPE_PUBLIC_URL",
                publicUrl.replaceAll("//.*@", "//…@"),
                "an address like https://search.example.com, without user, question mark and fragment");
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
