package dev.allotrope.sync;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.source.ApiMeter;
import dev.allotrope.sync.audit.Budget;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the calls of one slice of a run and stops it at our share of the remote allowance.
final class RunMeter implements ApiMeter {
    /// When a run that spent its share looks again.
    static final Duration WAIT = Duration.ofMinutes(15);

    private final int percent;
    private final long spentBefore;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
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

    /// The calls since this was last asked.
    long take() {
        long all = calls.get();
        return all - taken.getAndSet(all);
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
}
