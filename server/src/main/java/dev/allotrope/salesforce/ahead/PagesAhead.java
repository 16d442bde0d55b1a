package dev.allotrope.salesforce.ahead;

import dev.allotrope.source.Ahead;
import dev.allotrope.source.Grant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the pages of a chain, and begins the ones behind while a page arrives: where the next page is stands at the
/// head of an answer. At most [#MOST_AHEAD] pages of a chain are ahead of its reader, and [#MOST_HELD] altogether.
/// Safe for use by many threads.
public final class PagesAhead<P> {
    /// How many pages of one connection may be under way or waiting for their reader.
    public static final int MOST_AHEAD = 2;
    /// The same of all connections: beyond it pages are asked for when they are wanted.
    public static final int MOST_HELD = 8;
    /// How long a page waits for its reader. After that it is let go, because what it shows is old.
    public static final Duration LIFE = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Executor later;
    private final Map<Key, Held<P>> held = new LinkedHashMap<>();

    /// Asks for the page at a place, the first one when there is none, and tells `next` where the one behind it is.
    public interface Asking<P> {
        P ask(Grant grant, @Nullable String place, Consumer<String> next);
    }

    private record Key(String chain, String place) {
        static Key of(Grant grant, String place) {
            return new Key(grant.connection() + " " + grant.instance(), place);
        }
    }

    public PagesAhead(InstantSource clock) {
        this(clock, CompletableFuture.delayedExecutor(LIFE.toMillis() + 1_000, TimeUnit.MILLISECONDS));
    }

    /// `later` does what it is given when [#LIFE] has passed.
    PagesAhead(InstantSource clock, Executor later) {
        this.clock = clock;
        this.later = later;
    }

    /// The page at `place`. Throws what asking for it threw, whenever that was; the next call asks anew.
    public P page(Grant grant, @Nullable String place, Asking<P> asking) {
        Optional<Held<P>> begun = taken(Key.of(grant, place == null ? "" : place), asking);
        return begun.map(page -> page.settled(grant))
                .orElseGet(() -> asking.ask(grant, place, next -> begin(grant, next, asking)));
    }

    /// A reader who asks for another page than one of those ahead has left their chain.
    private synchronized Optional<Held<P>> taken(Key key, Asking<P> asking) {
        dropOld();
        if (!held.containsKey(key)) {
            drop(other -> other.getKey().chain().equals(key.chain()));
        }
        Optional<Held<P>> page = Optional.ofNullable(held.remove(key));
        page.ifPresent(taken -> goOn(taken.grant, key.chain(), asking));
        return page;
    }

    private synchronized void begin(Grant grant, String place, Asking<P> asking) {
        Key key = Key.of(grant, place);
        long ahead = held.keySet().stream()
                .filter(other -> other.chain().equals(key.chain()))
                .count();
        dropOld();
        if (held.containsKey(key) || ahead >= MOST_AHEAD || held.size() >= MOST_HELD) {
            return;
        }
        Held<P> page = new Held<>(grant, clock.instant());
        held.put(key, page);
        // A listing that ends early never comes back for it.
        later.execute(this::dropOld);
        page.ask(place, asking, next -> {
            page.next = next;
            begin(grant, next, asking);
        });
    }

    /// A page was taken, so there is room for one behind those that are left.
    private void goOn(Grant grant, String chain, Asking<P> asking) {
        held.entrySet().stream()
                .filter(each -> each.getKey().chain().equals(chain))
                .flatMap(each -> Optional.ofNullable(each.getValue().next).stream())
                .filter(next -> !held.containsKey(Key.of(grant, next)))
                .findFirst()
                .ifPresent(next -> begin(grant, next, asking));
    }

    private synchronized void dropOld() {
        Instant oldest = clock.instant().minus(LIFE);
        drop(each -> each.getValue().begun.isBefore(oldest));
    }

    synchronized int held() {
        return held.size();
    }

    private void drop(Predicate<Map.Entry<Key, Held<P>>> unwanted) {
        held.entrySet().removeIf(each -> {
            boolean goes = unwanted.test(each);
            if (goes) {
                each.getValue().drop();
            }
            return goes;
        });
    }

    private static final class Held<P> {
        private final Grant grant;
        private final Instant begun;
        private final Tally tally;
        private volatile @Nullable String next;
        private @Nullable Ahead<P> page;

        Held(Grant grant, Instant begun) {
            this.grant = grant;
            this.begun = begun;
            this.tally = new Tally(grant.meter());
        }

        void ask(String place, Asking<P> asking, Consumer<String> found) {
            page = Ahead.start(() -> asking.ask(tally.metering(grant), place, found));
        }

        /// What was asked, counted for who came for it.
        P settled(Grant reader) {
            try {
                return Objects.requireNonNull(page).join();
            } finally {
                tally.settle(reader.meter());
            }
        }

        void drop() {
            Objects.requireNonNull(page).cancel();
        }
    }
}
