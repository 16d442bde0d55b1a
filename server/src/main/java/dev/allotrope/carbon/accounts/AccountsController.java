package dev.allotrope.carbon.accounts;

import dev.allotrope.carbon.access.ByApiKey;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.key.AccessTokens;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Access tokens.
@RestController
final class AccountsController {
    private final AccessTokens tokens;

    AccountsController(AccessTokens tokens) {
        this.tokens = tokens;
    }

    /// Exchanges an API key for a token that speaks for one customer only, fit for a browser.
    @GetMapping("/auth/v1/access_token")
    TokenResponse accessToken(@ByApiKey Tenant tenant) {
        String token = tokens.issue(tenant).reveal();
        return new TokenResponse(token, token);
    }
}
