package dev.allotrope.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the demonstration was asked for. `corpus` null means the sample org; `queries` null means questions about
/// it, and phrases from the articles of a corpus.
record DemoOptions(@Nullable Path corpus, @Nullable Path queries, boolean exit) {
    static final String USAGE = "usage: ./allotrope demo [--corpus FILE.jsonl] [--queries FILE.jsonl] [--exit]";

    /// Reads the arguments; throws IllegalArgumentException for an unknown one, and for a file that cannot be read.
    static DemoOptions parse(List<String> arguments) {
        DemoOptions options = new DemoOptions(null, null, false);
        for (int at = 0; at < arguments.size(); at++) {
            String word = arguments.get(at);
            options = switch (word) {
                case "--exit" -> new DemoOptions(options.corpus, options.queries, true);
                case "--corpus" -> new DemoOptions(file(arguments, ++at), options.queries, options.exit);
                case "--queries" -> new DemoOptions(options.corpus, file(arguments, ++at), options.exit);
                default -> throw new IllegalArgumentException("could not read argument " + word + "; " + USAGE);
            };
        }
        return options;
    }

    List<String> org() {
        return corpus == null ? List.of() : List.of("--corpus", corpus.toString());
    }

    private static Path file(List<String> arguments, int at) {
        String option = arguments.get(at - 1);
        if (at >= arguments.size()) {
            throw new IllegalArgumentException("could not read argument " + option + ": it needs a file; " + USAGE);
        }
        Path file = Path.of(arguments.get(at)).toAbsolutePath();
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "could not read the file of " + option + ": there is no readable file " + file);
        }
        return file;
    }
}
