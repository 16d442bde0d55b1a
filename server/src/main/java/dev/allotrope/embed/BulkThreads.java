package dev.allotrope.embed;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Collections;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Threads for work that gives way to queries: while the rest of this process wants a core, they get a tenth of it.
/// Java's own priorities do nothing on Linux, so the system is asked itself.
public final class BulkThreads {
    /// How much nicer than the process, which an operator may have started nicer than usual.
    static final int NICER = 10;

    /// The nicest that the system knows.
    static final int NICEST = 19;

    /// `PRIO_PROCESS`.
    private static final int PROCESS = 0;

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
            int own = (int) ProcessHandle.current().pid();
            int ground = (int) function("getpriority", 2).invokeExact(PROCESS, own);
            int answer = (int) function("setpriority", 3).invokeExact(PROCESS, THE_CALLING_THREAD, nicer(ground));
            if (answer != 0) {
                LOG.debug("thread {} keeps its priority", Thread.currentThread().getName());
            }
        } catch (Throwable e) {
            // Slower queries beside bulk work are better than no bulk work.
            LOG.warn("bulk work cannot give way to queries: {}", e.toString());
        }
    }

    /// The niceness of bulk threads in a process of that one.
    static int nicer(int ground) {
        return Math.min(ground + NICER, NICEST);
    }

    /// `getpriority` and `setpriority`, which on Linux are about one thread; a process's number is that of its first.
    private static MethodHandle function(String name, int arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        Collections.nCopies(arguments, ValueLayout.JAVA_INT).toArray(MemoryLayout[]::new)));
    }
}
