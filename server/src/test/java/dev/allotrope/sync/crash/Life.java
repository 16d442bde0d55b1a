package dev.allotrope.sync.crash;

import java.util.ArrayList;
import java.util.List;

/// The life of one process, which may end at any of its boundaries: before and after a commit took effect, before a
/// call of the source and after its answer, before and after windows are embedded, before and after a batch of the
/// index, and at the end of a job's slice. What lies between two of them changes nothing that outlives the process.
/// Boundaries are numbered from 1 as they are met; from the last one on nobody does anything any more.
final class Life {
    static final int ENDLESS = Integer.MAX_VALUE;

    /// What every thread of the dead process meets.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed(String boundary) {
            super("killed " + boundary);
        }
    }

    private static final StackWalker STACK = StackWalker.getInstance();

    private final int last;
    private final List<String> met = new ArrayList<>();
    private boolean calling;
    private boolean over;

    Life(int last) {
        this.last = last;
    }

    synchronized void at(String boundary) {
        mustLast(boundary);
        met.add(boundary + " of " + inProduct());
        if (met.size() == last) {
            over = true;
            throw new Killed(boundary);
        }
    }

    /// A call of the source: it has answered when the next transaction begins.
    synchronized void calls() {
        at("before a call");
        calling = true;
    }

    synchronized void beginsTransaction() {
        mustLast("before a transaction");
        if (calling) {
            calling = false;
            at("after a call, before the next transaction");
        }
    }

    synchronized void end() {
        over = true;
    }

    synchronized List<String> boundaries() {
        return List.copyOf(met);
    }

    synchronized void mustLast(String boundary) {
        if (over) {
            throw new Killed(boundary);
        }
    }

    /// The method of the product that meets the boundary.
    private static String inProduct() {
        return STACK.walk(frames -> frames.filter(frame -> product(frame.getClassName()))
                .findFirst()
                .map(frame -> frame.getClassName().replaceAll(".*[.]", "") + "#"
                        + frame.getMethodName().replaceAll("lambda\\$(\\w+)\\$.*", "$1"))
                .orElse("the server"));
    }

    private static boolean product(String type) {
        return type.startsWith("dev.allotrope.")
                && !type.startsWith(Life.class.getPackageName())
                && !type.endsWith("FakeSource")
                && !type.endsWith("tenant.Transactions");
    }
}
