package dev.allotrope.carbon.accounts;

import dev.allotrope.carbon.access.ByApiKey;
import dev.allotrope.carbon.contract.DataSourceType;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.Usage;
import dev.allotrope.tenant.AccessTokens;
import dev.allotrope.tenant.Customer;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Access tokens and what a client may know about its customer.
@RestController
final class AccountsController {
    private final AccessTokens tokens;
    private final Customers customers;
    private final Usage usage;

    AccountsController(AccessTokens tokens, Customers customers, Usage usage) {
        this.tokens = tokens;
        this.customers = customers;
        this.usage = usage;
    }

    /// Exchanges an API key for a token that speaks for one customer only, fit for a browser.
    @GetMapping("/auth/v1/access_token")
    TokenResponse accessToken(@ByApiKey Tenant tenant) {
        String token = tokens.issue(tenant).reveal();
        return new TokenResponse(token, token);
    }

    @GetMapping("/whoami")
    UserResponse whoAmI(Tenant tenant) {
        Customer customer = customers.get(tenant);
        Usage.Totals totals = usage.totals(tenant);
        return new UserResponse(
                tenant.customer().value(),
                tenant.organization().value(),
                customer.externalId(),
                customer.createdAt(),
                customer.updatedAt(),
                null,
                totals.documents(),
                totals.characters(),
                totals.tokens(),
                bySource(totals, totals.bytes()),
                bySource(totals, totals.characters()),
                bySource(totals, totals.tokens()),
                bySource(totals, totals.chunks()),
                bySource(totals, totals.documents()),
                bySource(totals, totals.documents()),
                uniqueTags(tenant),
                Map.of("sparse_vectors", true),
                Map.of(),
                List.of(),
                Map.of());
    }

    /// There is one source and one format so far, and both have the same name.
    private static Map<String, Long> bySource(Usage.Totals totals, long figure) {
        return totals.documents() == 0 ? Map.of() : Map.of(DataSourceType.SALESFORCE.name(), figure);
    }

    private List<Tags> uniqueTags(Tenant tenant) {
        return usage.distinctTags(tenant).entrySet().stream()
                .map(tag -> Tags.of(Map.of(tag.getKey(), tag.getValue())))
                .toList();
    }
}
