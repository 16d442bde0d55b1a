package dev.allotrope.embed;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Threads for work that gives way to queries: while anything else wants a core, they get a tenth of it. Java's own
/// priorities do nothing on Linux, so the system is asked itself.
public final class BulkThreads {
    /// From 0, as everything else runs, to 19.
    static final int NICENESS = 10;

    private static final int THE_CALLING_THREAD = 0;
    private static final Logger LOG = LoggerFactory.getLogger(BulkThreads.class);

    private BulkThreads() {}

    /// Daemon threads of that name and a number.
    public static ThreadFactory named(String name) {
        ThreadFactory threads = Thread.ofPlatform().daemon().name(name, 0).factory();
        return task -> threads.newThread(() -> {
            giveWay();
            task.run();
        });
    }

    private static void giveWay() {
        try {
            int answer = (int) setPriority().invokeExact(THE_CALLING_THREAD, THE_CALLING_THREAD, NICENESS);
            if (answer != 0) {
                LOG.debug("thread {} keeps its priority", Thread.currentThread().getName());
            }
        } catch (Throwable e) {
            // Slower queries beside bulk work are better than no bulk work.
            LOG.warn("bulk work cannot give way to queries: {}", e.toString());
        }
    }

    /// `setpriority(PRIO_PROCESS, 0, …)`, which on Linux is about one thread.
    private static MethodHandle setPriority() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setpriority"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
