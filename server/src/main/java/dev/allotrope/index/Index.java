package dev.allotrope.index;

import dev.allotrope.kernel.Position;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Optional;

/// The search index of every tenant. Yields ids and scores only. Safe for use by many threads.
public interface Index {
    /// Applies changes up to `head`, atomically and idempotently; `mark` is the random mark of the tenant's head, by which a
    /// restored database is recognised.
    void apply(Tenant tenant, Head head, List<DocumentChange> changes);

    /// Up to where the tenant's index has followed, or empty when there is none and it has to be built from the start.
    Optional<Head> applied(Tenant tenant);

    /// Forgets everything of a tenant.
    void drop(Tenant tenant);

    /// The best chunks for the words of a query, best first.
    List<Hit> lexical(Tenant tenant, LexicalQuery query);

    /// The chunks whose windows are nearest to a vector, best first, each chunk once with its best window.
    List<Hit> nearest(Tenant tenant, VectorQuery query);

    /// A tenant's position together with the mark of the library that counted it.
    record Head(Position position, String mark) {}
}
