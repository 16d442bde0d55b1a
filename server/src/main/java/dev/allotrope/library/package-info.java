/// What we hold for a tenant: the truth from which the search index is derived.
///
/// Documents with their raw bodies, chunks, windows and embeddings, in PostgreSQL. What a document is stands in
/// `library.document`, what a source lists in `library.item`, the sums over all of it in `library.usage`, what the
/// customer's limits leave room for in `library.limits`, what waits in `library.waiting`, how far new search indexes
/// are in `library.rebuild`, and how it stands in the tables in `library.row`. Each transaction that writes documents
/// ends by taking the next position of its tenant, so position order is commit order and a follower that asks for
/// `position > applied` misses nothing.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "source",
            "source :: attachment",
            "source :: audit",
            "parse",
            "chunk",
            "embed",
            "tenant",
            "tenant :: settings",
            "kernel"
        })
package dev.allotrope.library;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
