package dev.allotrope.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What this process and its embedded database take, as Linux and the JVM count it.
public final class Memory implements AutoCloseable {
    private static final Path PROCESSES = Path.of("/proc");
    private static final long SAMPLE_MILLIS = 1_000;
    private static final long KILO = 1_024;

    private final Path databaseFolder;
    private final Thread sampler;
    private volatile long databasePeak;
    private volatile boolean closed;

    /// Samples the processes of the database in `databaseFolder` until closed; their shared memory counts once
    /// (proportional set size).
    Memory(Path databaseFolder) {
        this.databaseFolder = databaseFolder;
        this.sampler = Thread.ofPlatform().daemon().name("bench-memory").start(this::sample);
    }

    /// The highest sum of what the pools of the heap held, garbage not yet collected included.
    public static long heapPeak() {
        return heapPools().stream()
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    /// What a collection leaves now.
    public static long heapLive() {
        System.gc();
        return heapPools().stream()
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    /// The most this process had in memory, mapped index files included.
    public static long residentPeak() {
        return kilobytes(PROCESSES.resolve("self/status"), "VmHWM:") * KILO;
    }

    /// What this process has in memory now that is its own, and what is pages of files, mapped index files among them.
    public static long residentOwn() {
        return kilobytes(PROCESSES.resolve("self/status"), "RssAnon:") * KILO;
    }

    public static long residentFiles() {
        return kilobytes(PROCESSES.resolve("self/status"), "RssFile:") * KILO;
    }

    /// Processor time this process has used, in seconds.
    static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    /// How long the compiler of this process has worked, in seconds.
    static double compilerSeconds() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime() / 1e3;
    }

    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    long databasePeak() {
        return databasePeak;
    }

    @Override
    public void close() {
        closed = true;
        sampler.interrupt();
    }

    private static List<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private void sample() {
        List<ProcessHandle> servers = servers();
        while (!closed) {
            databasePeak = Math.max(databasePeak, database(servers));
            try {
                TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private List<ProcessHandle> servers() {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid()).contains(databaseFolder.toString()))
                .filter(process -> commandLine(process.pid()).contains("postgres"))
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .toList();
    }

    private static long database(List<ProcessHandle> servers) {
        return servers.stream()
                .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
                .mapToLong(ProcessHandle::pid)
                .distinct()
                .map(pid -> kilobytes(PROCESSES.resolve(pid + "/smaps_rollup"), "Pss:") * KILO)
                .sum();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(PROCESSES.resolve(pid + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    /// Zero for a process that ended meanwhile or may not be looked into.
    private static long kilobytes(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
