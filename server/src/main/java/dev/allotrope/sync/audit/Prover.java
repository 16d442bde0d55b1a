package dev.allotrope.sync.audit;

import dev.allotrope.kernel.ErrorCode.Blame;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.audit.Inventory;
import dev.allotrope.library.audit.Tally;
import dev.allotrope.source.Grant;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.source.audit.Census;
import dev.allotrope.source.audit.Sighting;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lays the source's own counts beside ours. Costs one call; another one when the source counts more than the run
/// listed and the connection has a scope, to count what lies within it; one more when there is more than was listed
/// all the same; and twice as many counts when the source refuses to count by groups.
final class Prover {
    /// How far the source's clock may be from ours.
    static final Duration SKEW = Duration.ofMinutes(10);

    private final Auditor auditor;
    private final Inventory inventory;
    private final InstantSource clock;

    Prover(Auditor auditor, Inventory inventory, InstantSource clock) {
        this.auditor = auditor;
        this.inventory = inventory;
        this.clock = clock;
    }

    Proof prove(Tenant tenant, SyncRun run, Grant grant) {
        Counted counted = count(() -> auditor.census(grant));
        Census census = counted.census();
        List<Tally> tallies =
                inventory.count(tenant, run.connection(), run.id(), census == null ? null : census.typeTag());
        Comparison comparison =
                new Comparison(census, null, tallies, run.request().syncAll());
        if (comparison.surplus() && !everything(grant)) {
            Counted within = count(() -> auditor.censusInScope(grant));
            counted = counted.or(within);
            comparison = new Comparison(
                    census, within.census(), tallies, run.request().syncAll());
        }
        List<Sighting> late = comparison.surplus() ? late(run, grant) : List.of();
        List<Proof.Difference> differences = comparison.differences(late);
        boolean explained = differences.stream().noneMatch(difference -> difference.cause() == Proof.Cause.UNEXPLAINED);
        return new Proof(
                clock.instant(),
                census == null ? null : census.published(),
                comparison.listed(),
                comparison.searchable(),
                census != null && explained,
                counted.unreadable(),
                comparison.groups(),
                differences);
    }

    private static boolean everything(Grant grant) {
        return grant.settings().scope().equals(SourceScope.ALL);
    }

    /// What the source counts, and why it tells less than it could.
    private record Counted(
            @Nullable Census census, @Nullable String unreadable) {
        /// The same census, and what else could not be told.
        Counted or(Counted other) {
            return new Counted(census, unreadable == null ? other.unreadable() : unreadable);
        }
    }

    private static Counted count(Supplier<Census> asked) {
        try {
            Census census = asked.get();
            String coarse = census.coarse();
            return new Counted(census, coarse == null ? null : "the source does not count by groups: " + coarse);
        } catch (Failure failure) {
            return new Counted(null, tolerated(failure));
        }
    }

    /// What changed since the run began and is not what the run listed.
    private List<Sighting> late(SyncRun run, Grant grant) {
        Instant began = Objects.requireNonNullElse(run.startedAt(), run.createdAt());
        try {
            List<Sighting> changed = auditor.changedSince(grant, began.minus(SKEW));
            Set<String> listed = inventory.listedRevisions(
                    run.tenant(),
                    run.connection(),
                    run.id(),
                    changed.stream().map(Sighting::revisionId).toList());
            return changed.stream()
                    .filter(sighting -> !listed.contains(sighting.revisionId()))
                    .toList();
        } catch (Failure failure) {
            tolerated(failure);
            return List.of();
        }
    }

    /// A source that cannot be asked leaves the run as it is: everything of it is committed.
    private static String tolerated(Failure failure) {
        Blame blame = failure.code().blame();
        if (blame == Blame.CAPACITY || blame == Blame.US) {
            throw failure;
        }
        return failure.getMessage();
    }
}
