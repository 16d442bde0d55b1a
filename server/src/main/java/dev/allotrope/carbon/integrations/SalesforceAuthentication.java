package dev.allotrope.carbon.integrations;

import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.kernel.Secret;
import jakarta.validation.constraints.Size;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tokens for a Salesforce org.
record SalesforceAuthentication(
        String source,

        @Size(min = 1, max = SalesforceAuthentication.MAX_TOKEN)
        String accessToken,

        @Size(max = SalesforceAuthentication.MAX_TOKEN) @Nullable
        String refreshToken,

        String domain)
        implements WireRequest {
    /// The longest token, in characters: headers carry them.
    static final int MAX_TOKEN = 4_096;

    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

    /// Throws [InvalidRequest] for what no header could carry.
    Secret access() {
        return token(accessToken, "access_token");
    }

    /// Null when none is given. Throws as [#access] does.
    @Nullable
    Secret refresh() {
        return refreshToken == null || refreshToken.isEmpty() ? null : token(refreshToken, "refresh_token");
    }

    private static Secret token(String given, String field) {
        if (!VISIBLE.matcher(given).matches()) {
            throw InvalidRequest.value(
                    "a token consists of visible ASCII characters, without spaces", "body", "authentication", field);
        }
        return Secret.of(given);
    }

    @Override
    public String toString() {
        return "SalesforceAuthentication[" + domain + "]";
    }
}
