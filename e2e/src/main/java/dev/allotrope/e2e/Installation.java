package dev.allotrope.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The packaged jars and the Java that runs them. The script and the build name them by system property.
record Installation(Path server, Path simulator) {
    private static final List<String> SERVER_FLAGS =
            List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx1g");
    private static final List<String> SIMULATOR_FLAGS = List.of("-Xmx512m");

    static Installation found() {
        return new Installation(jar("allotrope.server.jar"), jar("allotrope.simulator.jar"));
    }

    List<String> serverCommand() {
        return command(SERVER_FLAGS, server, List.of("serve"));
    }

    List<String> simulatorCommand(List<String> arguments) {
        return command(SIMULATOR_FLAGS, simulator, arguments);
    }

    private static Path jar(String property) {
        String name = System.getProperty(property);
        if (name == null || !Files.isRegularFile(Path.of(name))) {
            throw new IllegalStateException("could not find the jar that the system property " + property + " names ("
                    + name + "): package server and salesforce-sim first");
        }
        return Path.of(name).toAbsolutePath();
    }

    private static List<String> command(List<String> flags, Path jar, List<String> arguments) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return Stream.of(List.of(java.toString()), flags, List.of("-jar", jar.toString()), arguments)
                .flatMap(List::stream)
                .toList();
    }
}
