package dev.allotrope.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Starts this program again in a process of its own, with the same flags.
final class Child {
    private Child() {}

    /// Errors go where ours go, output is to be read.
    static Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(program());
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> program() {
        String path = System.getProperty("java.class.path");
        boolean jar = !path.contains(System.getProperty("path.separator")) && path.endsWith(".jar");
        return jar ? List.of("-jar", path) : Stream.of("-cp", path, Bench.class.getName()).toList();
    }
}
