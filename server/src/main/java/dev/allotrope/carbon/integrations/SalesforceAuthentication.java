package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.wire.WireRequest;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// Tokens for a Salesforce org.
record SalesforceAuthentication(
        String source,
        @Size(min = 1) String accessToken,
        @Nullable String refreshToken,
        String domain) implements WireRequest {
    @Override
    public String toString() {
        return "SalesforceAuthentication[" + domain + "]";
    }
}
