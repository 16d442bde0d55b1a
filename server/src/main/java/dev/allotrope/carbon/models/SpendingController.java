package dev.allotrope.carbon.models;

import dev.allotrope.carbon.models.EmbeddingUsageResponse.EmbeddingUsage;
import dev.allotrope.library.spending.Spending;
import dev.allotrope.library.spending.Spent;
import dev.allotrope.tenant.Scope;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The account of an organization. The model that is built in costs nothing and is not in it.
@RestController
final class SpendingController {
    /// How far back it goes.
    static final int DAYS = 90;

    private final Spending spending;
    private final InstantSource clock;

    SpendingController(Spending spending, InstantSource clock) {
        this.spending = spending;
        this.clock = clock;
    }

    @GetMapping("/embeddings/usage")
    EmbeddingUsageResponse usage(Scope.Organization organization) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new EmbeddingUsageResponse(spending.since(organization, today.minusDays(DAYS)).stream()
                .map(SpendingController::show)
                .toList());
    }

    private static EmbeddingUsage show(Spent spent) {
        return new EmbeddingUsage(spent.day().toString(), spent.model(), spent.tokens(), spent.calls());
    }
}
