/// What we hold for a tenant: the truth from which the search index is derived.
///
/// Items (what a source lists), documents with status and tags, raw bodies, chunks, windows, embeddings and
/// statistics, in PostgreSQL. Each transaction that writes documents ends by taking the next position of its
/// tenant, so position order is commit order and a follower that asks for `position > applied` misses nothing.
@NullMarked
@ApplicationModule(allowedDependencies = {"source", "parse", "chunk", "embed", "tenant", "kernel"})
package dev.allotrope.library;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
