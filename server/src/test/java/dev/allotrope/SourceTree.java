package dev.allotrope;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of the repository as they were written: nothing that a build or a run leaves behind.
final class SourceTree {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> LEFT_BEHIND = Set.of("target", ".git", "node_modules", "data", ".idea");
    private static final Pattern TEXT = Pattern.compile(
            ".*\\.(java|mjs|md|xml|yml|yaml|sql|sh|properties|json|config|factories)|allotrope|run|mvnw");
    private static final Pattern LITERAL_OR_COMMENT = Pattern.compile(
            "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'|//[^\\n]*|/\\*.*?\\*/",
            Pattern.DOTALL);

    private final List<Source> files;

    private SourceTree(List<Source> files) {
        this.files = files;
    }

    /// @param path from the root of the repository, with `/`
    record Source(String path, String text) {
        List<String> lines() {
            return text.lines().toList();
        }

        boolean main() {
            return path.contains("/src/main/");
        }

        String folder() {
            return path.substring(0, path.lastIndexOf('/') + 1);
        }

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        /// With blanks in place of comments and literals; every line keeps its number.
        String code() {
            return LITERAL_OR_COMMENT
                    .matcher(text)
                    .replaceAll(found -> found.group().replaceAll("[^\\n]", " "));
        }
    }

    static SourceTree read() {
        List<Source> found = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return LEFT_BEHIND.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (TEXT.matcher(file.getFileName().toString()).matches()) {
                        String path = ROOT.relativize(file).toString().replace('\\', '/');
                        found.add(new Source(path, Files.readString(file)));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SourceTree(List.copyOf(found));
    }

    static boolean exists(String path) {
        return Files.exists(ROOT.resolve(path).normalize());
    }

    Stream<Source> all() {
        return files.stream();
    }

    Stream<Source> java() {
        return all().filter(file -> file.path().endsWith(".java"));
    }

    /// What ships in the server, outside the wire.
    Stream<Source> inner() {
        return java().filter(file -> file.path().startsWith("server/src/main/java/dev/allotrope/"))
                .filter(file -> !file.path().contains("/allotrope/carbon/"));
    }
}
