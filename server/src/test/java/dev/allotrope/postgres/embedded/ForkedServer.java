package dev.allotrope.postgres.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

/// A process of its own that runs an embedded database, so that tests can kill it.
final class ForkedServer {
    private ForkedServer() {}

    /// Starts the process and returns once it has committed one row into the table `kept`.
    static Process start(Path folder, Path programs) throws IOException {
        Process process = fork(java(folder, programs));
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("committed")) {
                return process;
            }
            said.append(line).append('\n');
        }
        throw new IOException("the forked process ended early: " + said);
    }

    /// What the process says that finds a file system of its own, mounted with `options`, at `mount`. Needs root.
    static String outputOn(Path mount, String options, Path programs) throws IOException {
        String java = "'" + String.join("' '", java(mount.resolve("data"), programs)) + "'";
        String script = "mount -t tmpfs -o " + options + " tmpfs '" + mount + "' && exec " + java + " </dev/null";
        Process process = fork(List.of("unshare", "-m", "sh", "-c", script));
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<String> java(Path folder, Path programs) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                ForkedServer.class.getName(),
                folder.toString(),
                programs.toString());
    }

    private static Process fork(List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    public static void main(String[] words) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(Path.of(words[0]), Path.of(words[1]), Durability.DURABLE));
        try (Connection connection = postgres.url().open();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (word text)");
            statement.execute("INSERT INTO kept VALUES ('hello')");
        }
        System.out.println("committed");
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }
}
