package dev.allotrope.sync;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.source.ApiMeter;
import dev.allotrope.sync.audit.Audits;
import dev.allotrope.sync.audit.Budget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/// Counts the calls of one slice of a run and stops it at our share of the remote allowance.
final class RunMeter implements ApiMeter {
    /// When a run that spent its share looks again.
    static final Duration WAIT = Duration.ofMinutes(15);

    private final int percent;
    private final long spentBefore;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private volatile long used;
    private volatile long allowed;

    RunMeter(int percent, long spentBefore, long allowed) {
        this.percent = percent;
        this.spentBefore = spentBefore;
        this.allowed = allowed;
    }

    @Override
    public void admit() {
        if (allowed <= 0) {
            return;
        }
        long ours = spentBefore + calls.get();
        if (ours >= share()) {
            throw spent("we made %d of the organization's %d daily API calls, which is our share of %d percent"
                    .formatted(ours, allowed, percent));
        }
        if (used >= allowed) {
            throw spent("the organization used all of its %d daily API calls".formatted(allowed));
        }
    }

    @Override
    public void called() {
        calls.incrementAndGet();
    }

    @Override
    public void allowance(long nowUsed, long nowAllowed) {
        used = nowUsed;
        allowed = nowAllowed;
    }

    /// The calls that are not written down yet.
    long open() {
        return calls.get() - settled.get();
    }

    /// So many of them are written down now.
    void settle(long number) {
        settled.addAndGet(number);
    }

    /// Which part of our share is used up; 0 as long as the allowance is not known.
    double used() {
        return allowed <= 0 ? 0 : (spentBefore + calls.get()) / share();
    }

    long allowed() {
        return allowed;
    }

    /// What is used of the allowance by now.
    Budget budget() {
        return new Budget(spentBefore + calls.get(), (long) share(), used, allowed);
    }

    private double share() {
        return percent / 100.0 * allowed;
    }

    private static Failure spent(String reason) {
        return new Failure(
                ErrorCode.SOURCE_BUDGET_SPENT,
                "could not call the source: " + reason + "; the run goes on by itself when calls are free again",
                Retry.after(WAIT),
                null);
    }

    /// What a slice of a run used and what of it is not written down yet: calls, time, and what is left of the
    /// allowance. Whatever a step commits takes along what the step used up to then, so that no death comes between
    /// the two.
    static final class Account {
        private static final ScopedValue<Account> OPEN = ScopedValue.newInstance();

        private final Books books;
        private final RunMeter meter;
        private final InstantSource clock;
        private Instant since;
        private boolean written;

        /// Where it is written down.
        record Books(SyncRuns runs, ApiBudget budget, Audits audits) {}

        private record Bill(long calls, Instant until) {}

        Account(Books books, RunMeter meter, InstantSource clock) {
            this.books = books;
            this.meter = meter;
            this.clock = clock;
            this.since = clock.instant();
        }

        /// Takes a step, and writes down afterwards what it used and committed with nothing.
        SyncRun step(SyncRun run, Supplier<SyncRun> step) {
            since = clock.instant();
            written = false;
            try {
                return ScopedValue.where(OPEN, this).call(step::get);
            } finally {
                Bill rest = bill();
                if (rest.calls() > 0 || !written) {
                    write(run, rest);
                    settle(rest);
                }
            }
        }

        /// Commits by `transaction` what the step under way learned, if there is one; it is handed what writes down,
        /// inside of it, what that step used. Call that last: others may wait for it.
        static SyncRun commit(SyncRun run, Function<Runnable, SyncRun> transaction) {
            if (!OPEN.isBound()) {
                return transaction.apply(() -> {});
            }
            Account account = OPEN.get();
            Bill bill = account.bill();
            SyncRun committed = transaction.apply(() -> account.write(run, bill));
            account.settle(bill);
            return committed;
        }

        private Bill bill() {
            return new Bill(meter.open(), clock.instant());
        }

        private void write(SyncRun run, Bill bill) {
            long millis = Duration.between(since, bill.until()).toMillis();
            books.runs()
                    .spent(run, bill.calls(), new SyncRuns.Duration(run.stage().name(), millis));
            books.budget().spent(run, bill.calls(), meter);
            if (bill.calls() > 0) {
                books.audits().used(run.tenant(), run.id(), meter.budget());
            }
        }

        private void settle(Bill bill) {
            meter.settle(bill.calls());
            since = bill.until();
            written = true;
        }
    }
}
