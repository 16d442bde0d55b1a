package dev.allotrope.index.lucene;

import dev.allotrope.tenant.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The indexes that are open, least recently used first. An index in use is never closed under its user.
///
/// Each tenant has a slot, and whoever opens or closes an index holds that slot alone: one that takes long keeps
/// nobody waiting who wants another. The lock of this object guards who uses which slot and is never held while
/// something is read or written; a slot may be locked before it, never after.
final class OpenIndexes {
    /// Indexes open at once; each costs about 30 KB of heap and two file handles or more. Those in use may exceed it.
    static final int MAX_OPEN = 256;
    /// An index that nobody used for this long is closed.
    static final Duration IDLE_AFTER = Duration.ofMinutes(10);

    private final SequencedMap<Tenant, Slot> slots = new LinkedHashMap<>();
    private final Opening opening;
    private final InstantSource clock;
    private final int maxOpen;

    OpenIndexes(Opening opening, InstantSource clock, int maxOpen) {
        this.opening = opening;
        this.clock = clock;
        this.maxOpen = maxOpen;
    }

    /// The tenant's index, opened if it is not, and kept open until the lease is closed.
    Lease lease(Tenant tenant) throws IOException {
        Slot slot = enter(tenant);
        boolean leased = false;
        try {
            if (slot.index == null) {
                makeRoom();
            }
            Lease lease = new Lease(slot, slot.opened());
            leased = true;
            return lease;
        } finally {
            if (!leased) {
                leave(slot);
            }
        }
    }

    /// Closes a tenant's index at its last commit, whoever uses it: searchers in flight finish on what they hold.
    void abandon(Tenant tenant) throws IOException {
        abandon(tenant, () -> {});
    }

    /// [#abandon], and does something before anybody can open it again.
    void abandon(Tenant tenant, Work whileClosed) throws IOException {
        Slot slot = enter(tenant);
        try {
            slot.abandon(whileClosed);
        } finally {
            leave(slot);
        }
    }

    /// The tenant's index if it is open, which does not count as a use.
    synchronized Optional<LuceneTenant> ifOpen(Tenant tenant) {
        Slot slot = slots.get(tenant);
        return slot == null ? Optional.empty() : Optional.ofNullable(slot.index);
    }

    /// Commits what is due, and closes what is idle. One that fails keeps no other from that; it is thrown at the end.
    void upkeep(Duration commitInterval) throws IOException {
        Instant now = clock.instant();
        Trouble trouble = new Trouble();
        for (Slot slot : some(any -> true)) {
            trouble.watch(() -> slot.commit(now, commitInterval));
        }
        for (Slot idle : some(slot -> slot.users == 0 && slot.used.isBefore(now.minus(IDLE_AFTER)))) {
            trouble.watch(idle::closeIfUnused);
        }
        trouble.raise();
    }

    /// How many are open.
    synchronized int size() {
        return (int) slots.values().stream().filter(slot -> slot.index != null).count();
    }

    /// Commits and closes everything.
    void close() throws IOException {
        Trouble trouble = new Trouble();
        for (Slot slot : some(any -> true)) {
            trouble.watch(slot::close);
        }
        trouble.raise();
    }

    private synchronized Slot enter(Tenant tenant) {
        Slot slot = Objects.requireNonNullElseGet(slots.remove(tenant), () -> new Slot(tenant));
        slot.users++;
        slot.used = clock.instant();
        slots.putLast(tenant, slot);
        return slot;
    }

    private synchronized void leave(Slot slot) {
        slot.users--;
        forgetIfEmpty(slot);
    }

    private synchronized void forgetIfEmpty(Slot slot) {
        if (slot.users == 0 && slot.index == null) {
            slots.remove(slot.tenant, slot);
        }
    }

    private synchronized boolean unused(Slot slot) {
        return slot.users == 0;
    }

    private synchronized List<Slot> some(Predicate<Slot> which) {
        return slots.values().stream().filter(which).toList();
    }

    private void makeRoom() throws IOException {
        for (Slot eldest : tooMany()) {
            eldest.closeIfUnused();
        }
    }

    /// Those to close so that one more may be opened.
    private synchronized List<Slot> tooMany() {
        List<Slot> closable = new ArrayList<>();
        int left = size();
        for (Slot slot : slots.values()) {
            if (left >= maxOpen && slot.users == 0 && slot.index != null) {
                closable.add(slot);
                left--;
            }
        }
        return closable;
    }

    /// Opens one tenant's index.
    interface Opening {
        LuceneTenant open(Tenant tenant) throws IOException;
    }

    /// Something done with the files of an index.
    interface Work {
        void run() throws IOException;
    }

    /// What went wrong with one index while others are gone through.
    private static final class Trouble {
        private @Nullable IOException first;

        private void watch(Work work) {
            try {
                work.run();
            } catch (IOException | RuntimeException e) {
                if (first == null) {
                    first = new IOException(e.getMessage(), e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }

        private void raise() throws IOException {
            if (first != null) {
                throw first;
            }
        }
    }

    /// The right to use an open index.
    final class Lease implements AutoCloseable {
        private @Nullable Slot slot;
        private final LuceneTenant index;

        private Lease(Slot slot, LuceneTenant index) {
            this.slot = slot;
            this.index = index;
        }

        LuceneTenant index() {
            return index;
        }

        @Override
        public void close() {
            synchronized (OpenIndexes.this) {
                if (slot != null) {
                    leave(slot);
                    slot = null;
                }
            }
        }
    }

    /// Where one tenant's index is or is not open. `users` and `used` belong to the lock of the whole.
    private final class Slot {
        private final Tenant tenant;
        private volatile @Nullable LuceneTenant index;
        private int users;
        private Instant used = Instant.EPOCH;

        private Slot(Tenant tenant) {
            this.tenant = tenant;
        }

        private synchronized LuceneTenant opened() throws IOException {
            LuceneTenant open = index;
            if (open == null) {
                open = opening.open(tenant);
                index = open;
            }
            return open;
        }

        /// Without the slot, because the disk may be slow and nobody is to wait for it who wants to search. An index
        /// that cannot be written any more is let go, and followed again from its last commit.
        private void commit(Instant now, Duration interval) throws IOException {
            LuceneTenant open = index;
            if (open == null) {
                return;
            }
            try {
                open.commit(now, interval);
            } catch (IOException | RuntimeException e) {
                if (!open.writable()) {
                    abandon(open);
                }
                throw e;
            }
        }

        private synchronized void abandon(LuceneTenant broken) throws IOException {
            if (index == broken) {
                abandon(() -> {});
            }
        }

        private synchronized void abandon(Work whileClosed) throws IOException {
            LuceneTenant open = index;
            index = null;
            if (open != null) {
                open.close();
            }
            whileClosed.run();
        }

        /// Who enters meanwhile waits for the slot and opens the index again.
        private synchronized void closeIfUnused() throws IOException {
            if (unused(this)) {
                close();
            }
        }

        private synchronized void close() throws IOException {
            LuceneTenant open = index;
            index = null;
            try {
                if (open != null) {
                    commitAndClose(open);
                }
            } finally {
                forgetIfEmpty(this);
            }
        }

        private void commitAndClose(LuceneTenant open) throws IOException {
            try {
                open.commit(clock.instant(), Duration.ZERO);
            } finally {
                open.close();
            }
        }
    }
}
