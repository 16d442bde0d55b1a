package dev.allotrope.sync.audit;

import dev.allotrope.library.audit.Tally;
import dev.allotrope.library.audit.Tally.Standing;
import dev.allotrope.source.audit.Census;
import dev.allotrope.source.audit.Sighting;
import dev.allotrope.source.audit.Sighting.State;
import dev.allotrope.sync.audit.Proof.Cause;
import dev.allotrope.sync.audit.Proof.Difference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The source's counts and ours, group by group. Pure.
final class Comparison {
    /// Examples of a difference.
    static final int EXAMPLES = 5;

    private final @Nullable Census census;
    private final @Nullable Census within;
    private final List<Tally> tallies;
    private final boolean all;

    /// `within` is what of the census lies in the connection's scope, null when the scope takes everything, or when
    /// that could not be counted: then nothing is known to lie outside. With `all`, everything listed becomes a
    /// document.
    Comparison(@Nullable Census census, @Nullable Census within, List<Tally> tallies, boolean all) {
        this.census = census;
        this.within = within;
        this.tallies = tallies;
        this.all = all;
    }

    private record Key(String language, String type) implements Comparable<Key> {
        /// Everything.
        static final Key ALL = new Key("*", "*");

        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::language).thenComparing(Key::type).compare(this, other);
        }
    }

    long listed() {
        return listed(Key.ALL);
    }

    long searchable() {
        return searchable(Key.ALL);
    }

    /// Whether the source counts more anywhere than was listed, within the scope.
    boolean surplus() {
        return compared().stream().anyMatch(key -> surplus(key) > 0);
    }

    List<Proof.Group> groups() {
        TreeSet<Key> keys = new TreeSet<>();
        tallies.forEach(tally -> keys.add(new Key(tally.language(), tally.type())));
        if (census != null && census.coarse() == null) {
            keys.addAll(groupsOf(census));
        }
        return keys.stream()
                .map(key -> new Proof.Group(
                        key.language(),
                        key.type(),
                        theirs(key, State.PUBLISHED),
                        theirs(key, State.DRAFT),
                        theirs(key, State.ARCHIVED),
                        listed(key),
                        searchable(key)))
                .toList();
    }

    /// `late` is what changed at the source while the run ran and was not listed.
    List<Difference> differences(List<Sighting> late) {
        List<Difference> differences = new ArrayList<>();
        List<Sighting> unused = new ArrayList<>(late);
        compared().forEach(key -> between(key, unused, differences));
        tallies.stream().flatMap(tally -> ours(tally).stream()).forEach(differences::add);
        return differences;
    }

    private void between(Key key, List<Sighting> late, List<Difference> differences) {
        long outside = outside(key);
        if (outside > 0) {
            differences.add(difference(Cause.OUT_OF_SCOPE, key, outside, List.of()));
        }
        long surplus = surplus(key);
        if (surplus < 0) {
            // What a listing showed was published then: it left since.
            differences.add(difference(Cause.CHANGED_MEANWHILE, key, -surplus, List.of()));
        }
        List<String> named = late.stream()
                .filter(sighting -> key.equals(Key.ALL) || sighting.language().equals(key.language()))
                .limit(Math.max(0, surplus))
                .map(Sighting::externalId)
                .toList();
        late.removeIf(sighting -> named.contains(sighting.externalId()));
        if (!named.isEmpty()) {
            differences.add(difference(Cause.CHANGED_MEANWHILE, key, named.size(), named));
        }
        if (surplus > named.size()) {
            differences.add(difference(Cause.UNEXPLAINED, key, surplus - named.size(), List.of()));
        }
    }

    private Optional<Difference> ours(Tally tally) {
        Cause cause = switch (tally.standing()) {
            case SEARCHABLE -> null;
            case WAITING -> Cause.WAITING;
            case FAILED -> Cause.FAILED;
            case EMPTY -> Cause.NO_BODY;
            case RECORD_ONLY -> Cause.NOT_FOR_SEARCH;
            case DELETED_BY_OWNER -> Cause.DELETED_BY_OWNER;
            case LIMITED -> Cause.LIMIT_REACHED;
            case FORMAT_NOT_ALLOWED -> Cause.FORMAT_NOT_ALLOWED;
            case NO_DOCUMENT -> all ? Cause.UNEXPLAINED : Cause.NOT_CHOSEN;
            case HELD -> Cause.HELD;
            case UNLISTED -> Cause.CHANGED_MEANWHILE;
        };
        return Optional.ofNullable(cause)
                .map(known -> new Difference(known, tally.language(), tally.type(), tally.count(), tally.examples()));
    }

    private static Difference difference(Cause cause, Key key, long count, List<String> examples) {
        boolean all = key.equals(Key.ALL);
        return new Difference(
                cause,
                all ? "" : key.language(),
                all ? "" : key.type(),
                count,
                examples.stream().limit(EXAMPLES).toList());
    }

    /// What is compared: each group, or everything at once when the source does not count by groups.
    private List<Key> compared() {
        if (census == null) {
            return List.of();
        }
        if (coarse()) {
            return List.of(Key.ALL);
        }
        TreeSet<Key> keys = new TreeSet<>(groupsOf(census));
        tallies.stream().filter(tally -> tally.standing().listed()).forEach(tally -> keys.add(key(tally)));
        return List.copyOf(keys);
    }

    /// A source may refuse one count by groups and not the other.
    private boolean coarse() {
        return census != null && census.coarse() != null || within != null && within.coarse() != null;
    }

    private long surplus(Key key) {
        return published(within == null ? census : within, key) - listed(key);
    }

    private long outside(Key key) {
        return within == null ? 0 : published(census, key) - published(within, key);
    }

    private static long published(@Nullable Census counted, Key key) {
        return counted == null ? 0 : key.equals(Key.ALL) ? counted.published() : counted(counted, key, State.PUBLISHED);
    }

    private @Nullable Long theirs(Key key, State state) {
        return census == null || census.coarse() != null ? null : counted(census, key, state);
    }

    private static long counted(Census census, Key key, State state) {
        return census.groups().stream()
                .filter(group -> group.state() == state && key(group).equals(key))
                .mapToLong(Census.Group::count)
                .sum();
    }

    private long listed(Key key) {
        return sum(key, tally -> tally.standing().listed());
    }

    private long searchable(Key key) {
        return sum(key, tally -> tally.standing() == Standing.SEARCHABLE);
    }

    private long sum(Key key, Predicate<Tally> which) {
        return tallies.stream()
                .filter(tally -> key.equals(Key.ALL) || key(tally).equals(key))
                .filter(which)
                .mapToLong(Tally::count)
                .sum();
    }

    private static List<Key> groupsOf(Census census) {
        return census.groups().stream().map(Comparison::key).toList();
    }

    private static Key key(Census.Group group) {
        return new Key(Objects.requireNonNullElse(group.language(), ""), group.type());
    }

    private static Key key(Tally tally) {
        return new Key(tally.language(), tally.type());
    }
}
