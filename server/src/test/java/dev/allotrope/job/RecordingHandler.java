package dev.allotrope.job;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A handler whose runs a test counts, holds, and makes fail.
final class RecordingHandler implements JobHandler {
    private final String name;
    private final Lane lane;
    private final Set<String> work = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> runs = new HashMap<>();
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<CountDownLatch> holds = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> atOnce = new HashMap<>();
    private int mostAtOnce;
    private volatile @Nullable CountDownLatch hold;
    private volatile Outcome outcome = Outcome.DONE;

    RecordingHandler(String name, Lane lane) {
        this.name = name;
        this.lane = lane;
    }

    /// There is something to do for an instance.
    void work(String instance) {
        work.add(instance);
    }

    /// Runs look for work and then wait for the latch before they end.
    CountDownLatch holdAfterLook() {
        CountDownLatch latch = new CountDownLatch(1);
        holds.add(latch);
        hold = latch;
        return latch;
    }

    void release() {
        holds.forEach(CountDownLatch::countDown);
    }

    void fail(String instance, Throwable once) {
        failures.put(instance, once);
    }

    void answer(Outcome with) {
        outcome = with;
    }

    synchronized int runs(String instance) {
        return runs.getOrDefault(instance, 0);
    }

    synchronized int running() {
        return atOnce.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized int mostAtOnce() {
        return mostAtOnce;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public Outcome run(String instance) {
        work.remove(instance);
        enter(instance);
        try {
            fail(instance);
            await();
            return outcome;
        } finally {
            leave(instance);
        }
    }

    @Override
    public boolean pending(String instance) {
        return work.contains(instance);
    }

    private synchronized void enter(String instance) {
        runs.merge(instance, 1, Integer::sum);
        mostAtOnce = Math.max(mostAtOnce, atOnce.merge(instance, 1, Integer::sum));
    }

    private synchronized void leave(String instance) {
        atOnce.merge(instance, -1, Integer::sum);
    }

    private void fail(String instance) {
        Throwable failure = failures.remove(instance);
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private void await() {
        CountDownLatch latch = hold;
        if (latch == null) {
            return;
        }
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
