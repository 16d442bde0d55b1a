package dev.allotrope.sync.schedule;

import dev.allotrope.connect.Connection;
import dev.allotrope.connect.Connections;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.sync.ApiBudget;
import dev.allotrope.sync.Sync;
import dev.allotrope.sync.watch.Watches;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Has the connections that are watched asked whether anything moved. What their settings say and whether they can be
/// acted for is asked again when a check starts: it may have moved since the plan was made.
final class Checks {
    private final Watches watches;
    private final ApiBudget budget;
    private final Sync sync;
    private final Function<Connection, Optional<Duration>> wanted;

    /// `wanted` is the longest time between two checks of a connection, empty when nobody wants any.
    Checks(Watches watches, ApiBudget budget, Sync sync, Function<Connection, Optional<Duration>> wanted) {
        this.watches = watches;
        this.budget = budget;
        this.sync = sync;
        this.wanted = wanted;
    }

    /// The first check comes within the wait, at a time that is the connection's own. Call inside a transaction that
    /// locked the connection.
    void plan(Connections.Owned owned, Optional<Connection> usable, Instant now) {
        Optional<Duration> every = usable.flatMap(wanted);
        Instant first =
                every.map(wait -> Schedule.after(now, owned.id(), wait).dueAt()).orElse(now);
        watches.plan(owned.tenant(), owned.id(), every.orElse(null), first);
    }

    /// At most `limit` connections whose check is due and that are not busy with a run: a check never waits behind
    /// another run.
    List<Connections.Owned> due(Instant now, int limit) {
        return watches.due(Scope.SYSTEM, now, limit).stream()
                .map(due -> new Connections.Owned(due.tenant(), due.connection()))
                .toList();
    }

    /// Starts the check and sets the next one, in the transaction that locked the connection.
    void start(Connections.Owned owned, Optional<Connection> usable, Instant now) {
        if (usable.flatMap(wanted).isEmpty()) {
            plan(owned, usable, now);
            return;
        }
        Connection connection = usable.get();
        if (watches.start(owned.tenant(), owned.id(), now, budget.used(owned.tenant(), owned.id()))) {
            sync.check(connection);
        }
    }

    /// Another user may see other documents: the next check reads everything.
    void distrust(Tenant tenant, ConnectionId connection) {
        watches.distrust(tenant, connection);
    }
}
