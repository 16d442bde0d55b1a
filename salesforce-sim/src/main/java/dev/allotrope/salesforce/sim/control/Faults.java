package dev.allotrope.salesforce.sim.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The faults planned for coming calls. Plans are asked in the order they were made; the first that fits is used.
public final class Faults {

    /// As often as there are calls.
    public static final int ALWAYS = Integer.MAX_VALUE;

    private final List<Armed> armed = new ArrayList<>();
    private long met;

    /// Which fault, on which kinds of call (empty: every counted kind), after how many fitting calls let through, how
    /// many times, how long a [Fault#SLOW] answer waits, and what the call's path or query has in it.
    public record Plan(Fault fault, Set<CallKind> on, int skip, int times, Duration delay, String matching) {

        public Plan {
            on = Set.copyOf(on);
        }

        public Plan(Fault fault, Set<CallKind> on, int skip, int times, Duration delay) {
            this(fault, on, skip, times, delay, "");
        }

        private boolean fits(CallKind kind, String what) {
            return (on.isEmpty() ? kind.counted() : on.contains(kind)) && what.contains(matching);
        }
    }

    /// The next `times` calls of a kind fail.
    public void failNext(CallKind kind, int times, Fault fault) {
        plan(new Plan(fault, Set.of(kind), 0, times, Duration.ZERO));
    }

    /// Lets `calls` calls of a kind through, then fails all that follow until [#clear].
    public void failAfter(CallKind kind, int calls, Fault fault) {
        plan(new Plan(fault, Set.of(kind), calls, ALWAYS, Duration.ZERO));
    }

    public synchronized void plan(Plan plan) {
        armed.add(new Armed(plan));
    }

    /// The fault this call meets, used up by the asking; `what` is what the ledger says of the call.
    public synchronized Optional<Plan> next(CallKind kind, String what) {
        for (Iterator<Armed> each = armed.iterator(); each.hasNext(); ) {
            Armed candidate = each.next();
            if (candidate.plan.fits(kind, what) && candidate.fires()) {
                if (candidate.left == 0) {
                    each.remove();
                }
                met++;
                return Optional.of(candidate.plan);
            }
        }
        return Optional.empty();
    }

    /// Plans not used up yet.
    public synchronized List<Plan> planned() {
        return armed.stream().map(each -> each.plan).toList();
    }

    /// How many calls met a fault.
    public synchronized long met() {
        return met;
    }

    public synchronized void clear() {
        armed.clear();
    }

    private static final class Armed {
        private final Plan plan;
        private int skip;
        private int left;

        private Armed(Plan plan) {
            this.plan = plan;
            this.skip = plan.skip();
            this.left = plan.times();
        }

        private boolean fires() {
            if (skip > 0) {
                skip--;
                return false;
            }
            if (left != ALWAYS) {
                left--;
            }
            return true;
        }
    }
}
