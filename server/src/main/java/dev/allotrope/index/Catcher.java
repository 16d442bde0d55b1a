package dev.allotrope.index;

import dev.allotrope.index.DocumentChange.IndexedChunk;
import dev.allotrope.index.Index.Head;
import dev.allotrope.kernel.Position;
import dev.allotrope.library.Feed;
import dev.allotrope.library.Heads;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one tenant's index one batch nearer to its head. An index of another mark, beyond the head, or missing is
/// built from the start; until it is whole its mark says so, also across a restart.
final class Catcher {
    /// Documents applied at once; about 30 MB at worst.
    static final int BATCH = 100;

    private static final String BUILDING = "building ";
    private static final String STRANGE = "it follows another library, or another version wrote it";
    private static final Logger log = LoggerFactory.getLogger(Catcher.class);

    private final FollowedLibrary library;
    private final Index index;
    private final Consumer<Tenant> applied;
    /// Heads from before anybody wrote, of tenants whose index was not held against them yet.
    private final Map<Tenant, Heads.Head> distrusted = new ConcurrentHashMap<>();

    /// `applied` is told of each batch as soon as it can be found, which the library learns afterwards.
    Catcher(FollowedLibrary library, Index index, Consumer<Tenant> applied) {
        this.library = library;
        this.index = index;
        this.applied = applied;
    }

    /// Whether the tenant's index can answer: it was built to the end once, from the library that counts now.
    boolean whole(Tenant tenant, Heads.Head head) {
        judge(tenant);
        return nothing(head)
                || index.applied(tenant)
                        .filter(applied -> applied.mark().equals(head.mark()))
                        .isPresent();
    }

    /// Whether it is whole and has everything up to the head.
    boolean reached(Tenant tenant, Heads.Head head) {
        judge(tenant);
        return nothing(head)
                || index.applied(tenant)
                        .filter(applied -> applied.mark().equals(head.mark()))
                        .filter(applied -> applied.position().compareTo(head.position()) >= 0)
                        .isPresent();
    }

    /// Whether an index is there that follows the head, open or not; costs a glance at its files.
    boolean kept(Tenant tenant, Heads.Head head) {
        judge(tenant);
        return index.durable(tenant)
                .filter(applied -> applied.mark().equals(head.mark()))
                .isPresent();
    }

    /// Whether it also has everything up to the head, at the same cost.
    boolean followed(Tenant tenant, Heads.Head head) {
        judge(tenant);
        return index.durable(tenant).equals(Optional.of(new Head(head.position(), head.mark())));
    }

    /// Drops each index of another library, or of a later state of this one, before it is used. To be called
    /// before anybody writes: a head that has moved on since its database was set back no longer shows it. No index
    /// is looked at before somebody asks for it, so that a start costs the same however many there are.
    void distrust(Map<Tenant, Heads.Head> heads) {
        distrusted.putAll(heads);
    }

    /// Only we write the index, and not before this: so its files are as they were when the head was read.
    private void judge(Tenant tenant) {
        distrusted.computeIfPresent(tenant, (key, head) -> {
            if (index.durable(tenant)
                    .filter(applied -> beyond(applied, head) || foreign(applied, head))
                    .isPresent()) {
                drop(tenant, STRANGE);
            }
            return null;
        });
    }

    /// Forgets a tenant whose documents are gone.
    void drop(Tenant tenant) {
        index.drop(tenant);
    }

    /// Applies the next batch; true when more waits.
    boolean step(Tenant tenant) {
        judge(tenant);
        Heads.Head head = library.head(tenant);
        if (nothing(head)) {
            index.drop(tenant);
            return false;
        }
        Optional<Head> applied = index.applied(tenant);
        if (applied.isPresent() && (beyond(applied.get(), head) || foreign(applied.get(), head))) {
            drop(tenant, STRANGE);
            applied = Optional.empty();
        }
        return advance(tenant, head, applied);
    }

    private boolean advance(Tenant tenant, Heads.Head head, Optional<Head> applied) {
        boolean whole = applied.isPresent() && applied.get().mark().equals(head.mark());
        Position from = applied.map(Head::position).orElse(Position.START);
        List<Feed.Entry> entries = library.after(tenant, from, BATCH);
        Position reached = entries.isEmpty()
                ? later(from, head.position())
                : entries.getLast().position();
        boolean more = reached.compareTo(head.position()) < 0;
        Head next = new Head(reached, whole || !more ? head.mark() : BUILDING + head.mark());
        if (!applied.equals(Optional.of(next))) {
            index.apply(tenant, next, entries.stream().map(Catcher::change).toList());
            this.applied.accept(tenant);
        }
        if (!whole) {
            library.rebuilt(tenant, head.mark(), reached, !more);
        }
        if (whole || !more) {
            library.indexed(tenant, reached);
        }
        return more;
    }

    private void drop(Tenant tenant, String reason) {
        log.info("building the search index of tenant {} again: {}", tenant, reason);
        index.drop(tenant);
    }

    private static boolean nothing(Heads.Head head) {
        return head.position().equals(Position.START);
    }

    /// A tenant has one turn at a time, so its index is never beyond a head read in this turn unless the database was
    /// set back.
    private static boolean beyond(Head applied, Heads.Head head) {
        return applied.position().compareTo(head.position()) > 0;
    }

    private static boolean foreign(Head applied, Heads.Head head) {
        return !applied.mark().equals(head.mark()) && !applied.mark().equals(BUILDING + head.mark());
    }

    private static Position later(Position one, Position other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static DocumentChange change(Feed.Entry entry) {
        if (entry.chunks().isEmpty()) {
            return new DocumentChange.Remove(entry.document());
        }
        return new DocumentChange.Put(
                entry.document(),
                entry.language(),
                entry.name(),
                entry.tags(),
                entry.model(),
                entry.embedder(),
                entry.chunks().stream()
                        .map(chunk ->
                                new IndexedChunk(chunk.ordinal(), chunk.text(), chunk.headings(), chunk.windows()))
                        .toList());
    }
}
