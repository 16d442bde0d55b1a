package dev.allotrope.source.audit;

import dev.allotrope.source.audit.Sighting.State;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How many documents a source counts, by language, type and state, as the connected user sees them.
///
/// `typeTag` is the tag of an item that holds its type, null when the source has no types. A source that refuses to
/// count by groups has one group for everything published, whose language is null, and `coarse` says why.
public record Census(
        List<Group> groups,
        @Nullable String typeTag,
        @Nullable String coarse) {
    /// `type` is empty for documents without one.
    public record Group(@Nullable String language, String type, State state, long count) {}

    public Census {
        groups = List.copyOf(groups);
    }

    public long published() {
        return groups.stream()
                .filter(group -> group.state() == State.PUBLISHED)
                .mapToLong(Group::count)
                .sum();
    }

    /// The states of which the connected user sees anything at all.
    public Set<State> visible() {
        Set<State> visible = EnumSet.noneOf(State.class);
        groups.stream().filter(group -> group.count() > 0).map(Group::state).forEach(visible::add);
        return visible;
    }
}
