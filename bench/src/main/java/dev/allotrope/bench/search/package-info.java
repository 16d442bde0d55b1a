/// How long searches take, beside what they cannot do without: `./allotrope bench search`.
///
/// [dev.allotrope.bench.search.SearchBench] is the entry. Libraries of the size asked for are written straight into the
/// database ([Filling]), because embedding and syncing them would take hours; the server's own follower builds their
/// indexes, and everything that is measured goes through the server or over HTTP, next to [BareLucene] and the bare
/// model.
@NullMarked
package dev.allotrope.bench.search;

import org.jspecify.annotations.NullMarked;
