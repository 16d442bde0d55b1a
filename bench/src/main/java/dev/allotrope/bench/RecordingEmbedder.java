package dev.allotrope.bench;

import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The real embedder, with a gate that holds passages back, and a record of every passage it was given.
final class RecordingEmbedder implements Embedder {
    private static final Duration LOOK = Duration.ofMillis(20);
    /// Longer than the pause between two slices of processing.
    private static final Duration QUIET = Duration.ofMillis(250);

    private final Embedder real;
    private final List<String> passages = new ArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private int running;
    private long ended = System.nanoTime();

    RecordingEmbedder(Embedder real) {
        this.real = real;
    }

    /// Holds every passage from now on, until [#open].
    void hold() {
        gate = new CountDownLatch(1);
    }

    synchronized void open() {
        ended = System.nanoTime();
        gate.countDown();
    }

    /// The passages since the last call, in no particular order.
    synchronized List<String> take() {
        List<String> taken = List.copyOf(passages);
        passages.clear();
        return taken;
    }

    /// Waits until nothing was embedded for a moment, without asking anybody.
    void awaitQuiet() {
        MeasuredServer.await("the last passage", LOOK, () -> quietFor().compareTo(QUIET) >= 0);
    }

    private synchronized Duration quietFor() {
        return running > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - ended);
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        if (purpose == Purpose.QUERY) {
            return real.embed(texts, purpose);
        }
        await();
        begin(texts);
        try {
            return real.embed(texts, purpose);
        } finally {
            end();
        }
    }

    @Override
    public EmbedderId id() {
        return real.id();
    }

    @Override
    public List<EmbedderId> formerIds() {
        return real.formerIds();
    }

    @Override
    public double subjectShare() {
        return real.subjectShare();
    }

    @Override
    public int dimensions() {
        return real.dimensions();
    }

    @Override
    public int windowTokens() {
        return real.windowTokens();
    }

    @Override
    public int tokens(String text) {
        return real.tokens(text);
    }

    @Override
    public boolean knows(String language) {
        return real.knows(language);
    }

    private synchronized void begin(List<String> texts) {
        passages.addAll(texts);
        running++;
    }

    private synchronized void end() {
        running--;
        ended = System.nanoTime();
    }

    private void await() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("was interrupted at the gate", e);
        }
    }
}
