package dev.allotrope.source.audit;

import dev.allotrope.source.Grant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Answers what a source has, published or not, with the eyes of the connected user. Stateless and safe for use by
/// many threads.
///
/// Methods that take a [Grant] throw [dev.allotrope.kernel.Failure] with a `SOURCE_*` code when the source cannot
/// answer.
public interface Auditor {
    /// The most that [#changedSince] answers.
    int CHANGES = 500;

    /// What the source counts itself, for one call; for two when it refuses to count by groups.
    Census census(Grant grant);

    /// What the source counts of what it publishes within the connection's scope, for as many calls.
    Census censusInScope(Grant grant);

    /// Published versions within the connection's scope that bear a time of `since`, by the source's clock, or a later
    /// one; for one call. At most [#CHANGES].
    List<Sighting> changedSince(Grant grant, Instant since);

    /// Which documents a text may mean that somebody typed; empty when it can mean none. Reaches no network.
    Optional<Mention> mention(String typed);

    /// Which document of this source a link leads to that stands in the text of another one; empty when it leads
    /// elsewhere. Reaches no network.
    Optional<Mention> link(String target);

    /// Every version of the mentioned documents that the connected user sees, in all languages; for at most three
    /// calls. Versions that were replaced are left out.
    Sightings sightings(Grant grant, Mention mention);

    /// The name of the right that shows documents of a state; empty when everybody who reads sees them.
    Optional<String> right(Sighting.State state);
}
