package dev.allotrope.index;

import dev.allotrope.kernel.Position;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.Feed;
import dev.allotrope.library.Feed.FeedChunk;
import dev.allotrope.library.Heads;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A library of one-chunk documents in memory, counting positions as the real one does.
final class FakeLibrary implements FollowedLibrary {
    private final Map<Tenant, Map<Long, Feed.Entry>> entries = new HashMap<>();
    private final Map<Tenant, Long> heads = new HashMap<>();
    private final List<Position> indexed = new ArrayList<>();
    private final List<String> rebuilds = new ArrayList<>();
    private String mark = "first";
    private int failures;
    private final Set<Tenant> untold = new HashSet<>();
    private CountDownLatch gate = new CountDownLatch(0);
    private @Nullable Tenant passing;
    private final Semaphore held = new Semaphore(0);
    private final List<Tenant> read = new ArrayList<>();
    private CountDownLatch counter = new CountDownLatch(0);

    synchronized void write(Tenant tenant, long document, String... texts) {
        long position = heads.merge(tenant, 1L, Long::sum);
        List<FeedChunk> chunks = new ArrayList<>();
        for (String text : texts) {
            chunks.add(new FeedChunk(chunks.size(), text, List.of(), List.of()));
        }
        entries.computeIfAbsent(tenant, key -> new HashMap<>())
                .put(
                        document,
                        new Feed.Entry(
                                TestIndexed.id(document),
                                new Position(position),
                                "en_US",
                                "title",
                                Tags.NONE,
                                "OPENAI",
                                null,
                                chunks));
    }

    /// The head moves, and nothing is left of the write that moved it.
    synchronized void advance(Tenant tenant) {
        heads.merge(tenant, 1L, Long::sum);
    }

    /// The database was replaced by a copy of another time.
    synchronized void restored(Tenant tenant, long position, String newMark) {
        heads.put(tenant, position);
        entries.getOrDefault(tenant, new HashMap<>())
                .values()
                .removeIf(entry -> entry.position().value() > position);
        mark = newMark;
    }

    synchronized void failNext(int times) {
        failures = times;
    }

    /// Holds back the feed until the latch opens.
    synchronized void holdUntil(CountDownLatch open) {
        gate = open;
    }

    /// Holds back the feed of everybody but one.
    synchronized void holdOthersUntil(CountDownLatch open, Tenant but) {
        gate = open;
        passing = but;
    }

    /// Waits until so many readers of the feed are held back.
    void awaitHeld(int readers) throws InterruptedException {
        held.acquire(readers);
    }

    /// Whose feed was read, each time.
    synchronized List<Tenant> read() {
        return List.copyOf(read);
    }

    /// Documents of a tenant can be found, and a crash came before anybody was told.
    synchronized void untold(Tenant tenant) {
        untold.add(tenant);
    }

    /// Holds back whoever says what can be found until the latch opens.
    synchronized void holdCounterUntil(CountDownLatch open) {
        counter = open;
    }

    /// What was said of builds, such as `first 3 whole`.
    synchronized List<String> rebuilds() {
        return List.copyOf(rebuilds);
    }

    synchronized List<Position> indexed() {
        return List.copyOf(indexed);
    }

    @Override
    public synchronized Heads.Head head(Tenant tenant) {
        Long position = heads.get(tenant);
        return position == null ? new Heads.Head(Position.START, "") : new Heads.Head(new Position(position), mark);
    }

    @Override
    public synchronized Map<Tenant, Heads.Head> heads() {
        return heads.keySet().stream().collect(Collectors.toMap(tenant -> tenant, this::head));
    }

    @Override
    public synchronized Set<Tenant> untold() {
        return Set.copyOf(untold);
    }

    @Override
    public List<Feed.Entry> after(Tenant tenant, Position position, int limit) {
        CountDownLatch open = gate(tenant);
        if (open.getCount() > 0) {
            held.release();
        }
        pass(open);
        synchronized (this) {
            read.add(tenant);
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("the library is down");
            }
            return entries.getOrDefault(tenant, Map.of()).values().stream()
                    .filter(entry -> entry.position().compareTo(position) > 0)
                    .sorted(Comparator.comparing(Feed.Entry::position))
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public synchronized void rebuilt(Tenant tenant, String builtMark, Position reached, boolean whole) {
        rebuilds.add(builtMark + " " + reached.value() + (whole ? " whole" : ""));
    }

    @Override
    public void indexed(Tenant tenant, Position position) {
        pass(counter());
        synchronized (this) {
            indexed.add(position);
        }
    }

    private synchronized CountDownLatch counter() {
        return counter;
    }

    private synchronized CountDownLatch gate(Tenant tenant) {
        return tenant.equals(passing) ? new CountDownLatch(0) : gate;
    }

    private static void pass(CountDownLatch held) {
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
