package dev.allotrope;

import dev.allotrope.kernel.Command;
import dev.allotrope.kernel.Failure;
import dev.allotrope.postgres.PostgresCommands;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/// The program: a server, or one of the commands that an operator runs beside it or without it.
@SpringBootApplication
public class Allotrope {
    private static final int FAILED = 1;
    private static final int WRONG_WORDS = 2;
    private static final Pattern SETTING = Pattern.compile("--[^=]+=");

    /// Every word and what it does, for the listing that a wrong one gets. The shell script adds its own.
    static final Map<String, String> WORDS = Map.of(
            "serve", "run the server (also without a word)",
            "org", "create an organization",
            "key", "create, list and revoke API keys",
            "encryption-key", "print a new key for ALLOTROPE_ENCRYPTION_KEYS",
            "backup", "write the whole database into one file",
            "restore", "load such a file into an empty database",
            "reindex", "build the search index again from the database",
            "reembed", "process documents again that an earlier model or version made");

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        if (words.isEmpty()
                || words.getFirst().equals("serve")
                || words.getFirst().startsWith("--")) {
            refuseUnread(words);
            serve(arguments);
            return;
        }
        // What a command prints may be piped into another program, so logging goes to the other stream.
        PrintStream out = System.out;
        System.setOut(System.err);
        LoggingSystem.get(Allotrope.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        int status = run(words, out, System.err);
        out.flush();
        System.exit(status);
    }

    /// The framework reads `--name=value`, and would pass over anything else in silence.
    private static void refuseUnread(List<String> words) {
        words.stream()
                .filter(word -> !word.equals("serve") && !SETTING.matcher(word).lookingAt())
                .findFirst()
                .ifPresent(word -> {
                    System.err.println("could not read \"" + word
                            + "\"; usage: ./allotrope serve, with settings in the environment (docs/configuration.md)");
                    System.exit(WRONG_WORDS);
                });
    }

    private static void serve(String[] arguments) {
        try {
            new SpringApplicationBuilder(Allotrope.class).run(arguments);
        } catch (RuntimeException reported) {
            // Spring Boot has said why by now; StartFailures gives the form.
            System.exit(FAILED);
        }
    }

    private static int run(List<String> words, PrintStream out, PrintStream err) {
        if (!WORDS.containsKey(words.getFirst())) {
            return usage(err);
        }
        List<String> rest = words.subList(1, words.size());
        try {
            Optional<Command> alone =
                    standalone().filter(named(words.getFirst())).findFirst();
            return alone.isPresent() ? alone.get().run(rest, out, err) : runInContext(words.getFirst(), rest, out, err);
        } catch (Failure failure) {
            err.println(failure.getMessage());
            return FAILED;
        }
    }

    private static Stream<Command> standalone() {
        Clock clock = Clock.systemUTC();
        return Stream.concat(
                Stream.of(new EncryptionKey(clock)), PostgresCommands.all(Allotrope::setting, clock).stream());
    }

    private static @Nullable String setting(String name) {
        return System.getProperty(name, System.getenv(name));
    }

    private static int runInContext(String name, List<String> rest, PrintStream out, PrintStream err) {
        Optional<ConfigurableApplicationContext> started = commandContext();
        if (started.isEmpty()) {
            return FAILED;
        }
        try (ConfigurableApplicationContext context = started.get()) {
            Optional<Command> command = context.getBeansOfType(Command.class).values().stream()
                    .filter(named(name))
                    .findFirst();
            return command.isPresent() ? command.get().run(rest, out, err) : usage(err);
        }
    }

    private static Optional<ConfigurableApplicationContext> commandContext() {
        try {
            return Optional.of(new SpringApplicationBuilder(Allotrope.class)
                    .web(WebApplicationType.NONE)
                    .properties("allotrope.mode=command")
                    .run("--logging.level.dev.allotrope=warn"));
        } catch (RuntimeException reported) {
            return Optional.empty();
        }
    }

    private static Predicate<Command> named(String name) {
        return command -> command.name().equals(name);
    }

    private static int usage(PrintStream err) {
        err.println("usage: ./allotrope WORD …");
        new TreeMap<>(WORDS).forEach((word, meaning) -> err.printf("  %-16s%s%n", word, meaning));
        return WRONG_WORDS;
    }
}
