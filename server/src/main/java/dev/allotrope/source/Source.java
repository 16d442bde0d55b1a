package dev.allotrope.source;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A place documents come from. Stateless towards callers: position lives in the [Cursor], authority in the [Grant].
/// Only published documents leave it. Safe for use by many threads.
///
/// Every method throws [dev.allotrope.kernel.Failure] with a `SOURCE_*` code when the source cannot answer; it never
/// turns an
/// error, a timeout or a short answer into a shorter result.
public interface Source {
    /// What an id that somebody wrote names, in the one form that external ids have.
    sealed interface Named {
        /// One item.
        record One(String externalId) implements Named {}

        /// An item in every language that it has: external ids are this, a colon and the language.
        record Family(String id) implements Named {}

        /// No item that the source could ever have.
        record Nothing() implements Named {}
    }

    SourceKind kind();

    Set<Capability> capabilities();

    /// The next page of everything published that the connection takes, at most `limit` items; start with
    /// [Cursor#START]. An item whose
    /// revision changes while the listing runs may be missing or appear twice: ask [#find] before believing in an
    /// absence.
    Listing list(Grant grant, Cursor from, int limit);

    /// Whether anything moved since another time, for a call or two. A document that ceased to be published shows in
    /// the number only, and one whose change is committed late in neither.
    Pulse pulse(Grant grant);

    /// The next page of what is published and bears a time of `since` or a later one, like [#list].
    Listing changed(Grant grant, Watermark since, Cursor from, int limit);

    /// Asks again for items by their external ids, right now. An id without an answer is not
    /// published, or not among what the connection takes.
    List<Item> find(Grant grant, Collection<String> externalIds);

    /// What an id means that [#find] may be asked for. Asks nobody.
    Named named(String id);

    /// Of these external ids, those that are published right now but outside of what the connection takes
    /// ([Grant#settings]), each with what it fails, in words such as `languages`. Asks nobody where everything is
    /// taken.
    Map<String, String> outside(Grant grant, Collection<String> externalIds);

    /// The content of items, in no order, one answer for each. Lazily: the caller closes the stream, and memory
    /// holds a bounded number of bodies.
    Stream<Fetched> fetch(Grant grant, Collection<ItemRef> items);
}
