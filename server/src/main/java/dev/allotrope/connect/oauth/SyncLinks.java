package dev.allotrope.connect.oauth;

import dev.allotrope.connect.Connection;
import dev.allotrope.connect.ConnectionFilter;
import dev.allotrope.connect.ConnectionOrder;
import dev.allotrope.connect.ConnectionResumed;
import dev.allotrope.connect.Connections;
import dev.allotrope.connect.SyncOptions;
import dev.allotrope.connect.app.ConnectedApps;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Secret;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/// Links to a page of ours that give an existing connection other options and sync it again, without another log-in.
final class SyncLinks {
    private final States states;
    private final Connections connections;
    private final Transactions transactions;
    private final ApplicationEventPublisher events;
    private final URI page;

    SyncLinks(
            States states,
            Connections connections,
            Transactions transactions,
            ApplicationEventPublisher events,
            URI page) {
        this.states = states;
        this.connections = connections;
        this.transactions = transactions;
        this.events = events;
        this.page = page;
    }

    /// The connection that is meant, revoked only when it was named by id; empty when a domain was given that has
    /// none. Throws [Failure] with `NOT_FOUND` or, when it is not clear which one, `REQUEST_INVALID`.
    Optional<Connection> meant(Tenant tenant, ResumeRequest request, @Nullable String domain) {
        ConnectionId id = request.connection();
        if (id != null) {
            return Optional.of(connections.get(tenant, id));
        }
        List<Connection> candidates = connections
                .list(
                        tenant,
                        ConnectionFilter.usable(request.kind()),
                        ConnectionOrder.CREATED_AT_ASCENDING,
                        Page.first(Page.MAX_LIMIT))
                .stream()
                .filter(connection -> domain == null || connection.domain().equals(domain))
                .toList();
        if (candidates.size() > 1 || candidates.isEmpty() && domain == null) {
            throw Failure.invalid("could not choose a data source of type " + request.kind() + ": there are "
                    + candidates.size() + "; give the id of one, or the domain of the org to connect a new account");
        }
        return candidates.stream().findFirst();
    }

    /// Throws [Failure] with `LIMIT_EXCEEDED` when the connection would have too many tags: who makes the link can do
    /// something about that, and who visits it cannot.
    URI link(Connection connection, SyncOptions options) {
        Connections.requireRoom(connection, options.connectionTags());
        Secret state = states.keep(new States.Pending(
                connection.tenant(),
                States.Purpose.RESUME,
                connection.kind(),
                connection.domain(),
                ConnectedApps.SERVER,
                page,
                options,
                Optional.empty(),
                Optional.of(connection.id())));
        return URI.create(page + "?state=" + state.reveal());
    }

    /// Empty when the connection was disconnected since the link was made.
    Optional<Connection> resume(States.Pending pending) {
        Tenant tenant = pending.tenant();
        ConnectionId id = pending.connection().orElseThrow();
        return transactions.in(
                tenant,
                () -> connections
                        .find(tenant, id)
                        .filter(connection -> !connection.revoked())
                        .map(connection -> resume(connection, pending.options())));
    }

    private Connection resume(Connection connection, SyncOptions options) {
        Tenant tenant = connection.tenant();
        connections.options(tenant, connection.id(), options.with(null));
        connections.tagged(tenant, connection.id(), options.connectionTags());
        connections.adopt(tenant, connection.id(), options.settings());
        if (options.listItems() || options.syncAll()) {
            connections.queued(tenant, connection.id());
        }
        events.publishEvent(new ConnectionResumed(tenant, connection.id()));
        return connections.get(tenant, connection.id());
    }
}
