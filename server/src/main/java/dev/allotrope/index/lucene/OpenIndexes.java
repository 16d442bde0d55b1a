package dev.allotrope.index.lucene;

import dev.allotrope.tenant.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The indexes that are open, least recently used first. An index in use is never closed under its user.
final class OpenIndexes {
    /// Indexes open at once; each costs about 30 KB of heap and two file handles or more. Those in use may exceed it.
    static final int MAX_OPEN = 256;
    /// An index that nobody used for this long is closed.
    static final Duration IDLE_AFTER = Duration.ofMinutes(10);

    private final SequencedMap<Tenant, Entry> open = new LinkedHashMap<>();
    private final Opening opening;
    private final InstantSource clock;
    private final int maxOpen;

    OpenIndexes(Opening opening, InstantSource clock, int maxOpen) {
        this.opening = opening;
        this.clock = clock;
        this.maxOpen = maxOpen;
    }

    /// The tenant's index, opened if it is not, and kept open until the lease is closed.
    synchronized Lease lease(Tenant tenant) throws IOException {
        Entry entry = open.remove(tenant);
        if (entry == null) {
            makeRoom();
            entry = new Entry(opening.open(tenant));
        }
        entry.users++;
        entry.used = clock.instant();
        open.putLast(tenant, entry);
        return new Lease(entry);
    }

    /// Closes a tenant's index at its last commit, whoever uses it: searchers in flight finish on what they hold.
    synchronized void abandon(Tenant tenant) throws IOException {
        Entry entry = open.remove(tenant);
        if (entry != null) {
            entry.index.close();
        }
    }

    /// Commits what is due, and closes what is idle.
    void upkeep(Duration commitInterval) throws IOException {
        Instant now = clock.instant();
        for (LuceneTenant index : indexes()) {
            index.commit(now, commitInterval);
        }
        closeIdle(now.minus(IDLE_AFTER));
    }

    synchronized int size() {
        return open.size();
    }

    /// Commits and closes everything.
    synchronized void close() throws IOException {
        for (Entry entry : open.values()) {
            entry.close(clock.instant());
        }
        open.clear();
    }

    private synchronized List<LuceneTenant> indexes() {
        List<LuceneTenant> indexes = new ArrayList<>();
        open.values().forEach(entry -> indexes.add(entry.index));
        return indexes;
    }

    private synchronized void closeIdle(Instant before) throws IOException {
        Iterator<Entry> entries = open.values().iterator();
        while (entries.hasNext()) {
            Entry entry = entries.next();
            if (entry.users == 0 && entry.used.isBefore(before)) {
                entries.remove();
                entry.close(clock.instant());
            }
        }
    }

    private void makeRoom() throws IOException {
        Iterator<Entry> eldest = open.values().iterator();
        while (open.size() >= maxOpen && eldest.hasNext()) {
            Entry entry = eldest.next();
            if (entry.users == 0) {
                eldest.remove();
                entry.close(clock.instant());
            }
        }
    }

    /// Opens one tenant's index.
    interface Opening {
        LuceneTenant open(Tenant tenant) throws IOException;
    }

    /// The right to use an open index.
    final class Lease implements AutoCloseable {
        private @Nullable Entry entry;
        private final LuceneTenant index;

        private Lease(Entry entry) {
            this.entry = entry;
            this.index = entry.index;
        }

        LuceneTenant index() {
            return index;
        }

        @Override
        public void close() {
            synchronized (OpenIndexes.this) {
                if (entry != null) {
                    entry.users--;
                    entry = null;
                }
            }
        }
    }

    private static final class Entry {
        private final LuceneTenant index;
        private int users;
        private Instant used = Instant.EPOCH;

        private Entry(LuceneTenant index) {
            this.index = index;
        }

        private void close(Instant now) throws IOException {
            try {
                index.commit(now, Duration.ZERO);
            } finally {
                index.close();
            }
        }
    }
}
