package dev.allotrope;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.SourceTree.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Walks the repository and holds it to the sizes, names and boundaries that keep it readable. Whoever exceeds one
/// names the exception here, with its bound and the reason.
class TidyTest {
    private static final int MAX_CODE_LINES = 400;
    private static final int MAX_METHOD_LINES = 60;
    private static final int MAX_TYPES = 20;
    private static final int MIN_PROSE_LINES = 3;
    /// For the parts of the wire, which the contract describes.
    private static final int MIN_WIRE_PROSE_LINES = 1;

    private static final List<Exemption> EXEMPT = List.of();

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum)\\s+(\\w+)");
    private static final Pattern BANNED =
            Pattern.compile(".*(?:Impl|Utils?|Helper|Manager|DTO|Dto|Bean|Base)|Abstract.*|Handler|Processor");
    private static final Pattern NO_METHOD = Pattern.compile(
            ".*(?:\\b(?:if|for|while|switch|try|catch|synchronized|else|do|class|record|interface|enum|new)\\b|=|->).*",
            Pattern.DOTALL);
    private static final Pattern ANNOTATION = Pattern.compile("@\\w+(?:\\([^()]*\\))?");
    private static final Pattern MARKDOWN_LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s#]+)(?:#[^)]*)?\\)");
    private static final Pattern TEST = Pattern.compile("`(\\w*[a-z](?:IT|Test)(?:#\\w+)?)`");
    private static final Pattern EXTENDS = Pattern.compile("\\bextends (\\w+)");
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+)");
    private static final Pattern OWNER = Pattern.compile("V\\d+__([a-z]+)_\\w+\\.sql");
    private static final Pattern SNAKE_CASE = Pattern.compile("\"([a-z]+(?:_[a-z0-9]+)+)\"");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.*}>~-])/(?:home|Users|root|work)/\\w|\\b[A-Z]:\\\\\\\\?Users");
    private static final Pattern REGISTRY = Pattern.compile(
            "repo1?[.]maven|central[.]sonatype|registry[.]npmjs|files[.]pythonhosted|[\\w-]+[.]jfrog[.]|artifactory[./]|nexus[./]");
    private static final Pattern REASON = Pattern.compile("//\\s*\\w+.*");

    /// Statements on another package's table, and why they stand where they stand.
    private static final Map<String, String> TRESPASSES = Map.of(
            "server/src/main/java/dev/allotrope/postgres/Restore.java: UPDATE library_head",
            "a restored library gets new marks in the transaction that loads it, and postgres may not use library");

    /// Names of RFC 6749 and 7009, which Salesforce speaks as every authorization server does.
    private static final Set<String> OAUTH =
            Set.of("access_token", "refresh_token", "client_id", "client_secret", "redirect_uri", "instance_url");

    private static final SourceTree TREE = SourceTree.read();

    /// @param subject a file, or a package's folder with a slash at its end
    /// @param upTo the bound that replaces the usual one
    private record Exemption(String subject, int upTo, String reason) {}

    private record Method(String header, int lines) {}

    @Test
    void files_are_short() {
        List<String> tooLong = TREE.java()
                .filter(file -> codeLines(file) > bound(file.path(), MAX_CODE_LINES))
                .map(file -> file.path() + " has " + codeLines(file) + " lines of code")
                .toList();

        assertThat(tooLong).isEmpty();
    }

    @Test
    void methods_are_short() {
        assertThat(complaints(
                        TREE.java(),
                        file -> methods(file).stream()
                                .filter(method -> method.lines() > MAX_METHOD_LINES)
                                .map(method -> method.header() + " has " + method.lines() + " lines")
                                .toList()))
                .isEmpty();
    }

    @Test
    void packages_are_small() {
        Map<String, Long> types = TREE.java()
                .filter(Source::main)
                .filter(file -> !file.name().equals("package-info.java"))
                .collect(groupingBy(Source::folder, counting()));

        assertThat(types)
                .allSatisfy((folder, count) -> assertThat(count).isLessThanOrEqualTo(bound(folder, MAX_TYPES)));
    }

    @Test
    void every_exemption_is_still_needed() {
        assertThat(EXEMPT).allSatisfy(exemption -> {
            assertThat(exemption.reason()).isNotBlank();
            assertThat(SourceTree.exists(exemption.subject())).isTrue();
        });
        assertThat(EXEMPT)
                .filteredOn(exemption -> actual(exemption.subject()) <= usual(exemption.subject()))
                .isEmpty();
    }

    @Test
    void every_package_says_what_it_is() {
        Map<String, Long> prose = TREE.java()
                .filter(file -> file.name().equals("package-info.java"))
                .collect(groupingBy(Source::folder, summingLong(TidyTest::proseLines)));
        Set<String> packages = new TreeSet<>(
                TREE.java().filter(Source::main).map(Source::folder).toList());

        assertThat(packages)
                .allSatisfy(folder -> assertThat(prose.getOrDefault(folder, 0L))
                        .as("lines of prose in %spackage-info.java", folder)
                        .isGreaterThanOrEqualTo(
                                folder.matches(".*/carbon/\\w+/") ? MIN_WIRE_PROSE_LINES : MIN_PROSE_LINES));
    }

    @Test
    void names_say_what_a_thing_does() {
        assertThat(found(TREE.java(), TYPE, Source::code))
                .filteredOn(line -> BANNED.matcher(line.substring(line.lastIndexOf(' ') + 1))
                        .matches())
                .isEmpty();
    }

    @Test
    void a_suppressed_warning_has_a_reason() {
        assertThat(complaints(TREE.java(), TidyTest::unexplained)).isEmpty();
    }

    @Test
    void tests_wait_for_events_and_never_sleep() {
        assertThat(found(TREE.java().filter(file -> !file.main()), Pattern.compile("Thread\\.sleep"), Source::code))
                .isEmpty();
    }

    @Test
    void nothing_is_left_to_be_done() {
        assertThat(found(TREE.java(), Pattern.compile("//.*\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b"), Source::text))
                .isEmpty();
    }

    @Test
    void links_in_the_documentation_lead_somewhere() {
        assertThat(complaints(TREE.all().filter(file -> file.path().endsWith(".md")), TidyTest::deadLinks))
                .isEmpty();
    }

    @Test
    void tests_that_the_documentation_names_are_there() {
        assertThat(complaints(
                        TREE.all().filter(file -> file.path().endsWith(".md")),
                        file -> groups(TEST, file.text()).stream()
                                .filter(name -> !isThere(name))
                                .toList()))
                .isEmpty();
    }

    @Test
    void a_table_is_named_by_the_package_that_owns_it_alone() {
        List<String> trespasses = new ArrayList<>();
        migrations().forEach(migration -> {
            String owner = owner(migration);
            for (String table : groups(TABLE, migration.text())) {
                Pattern use = Pattern.compile("\\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\\s+" + table + "\\b");
                Stream<Source> others = TREE.inner().filter(file -> !file.path().contains("/allotrope/" + owner + "/"));
                trespasses.addAll(found(others, use, Source::text));
            }
        });

        assertThat(trespasses).containsExactlyInAnyOrderElementsOf(TRESPASSES.keySet());
    }

    @Test
    void names_of_the_wire_stay_in_the_wire() {
        Set<String> wire =
                new TreeSet<>(groups(SNAKE_CASE, file("docs/openapi.json").text()));
        migrations().forEach(migration -> wire.removeAll(groups(Pattern.compile("(\\w+)"), migration.text())));
        wire.removeAll(OAUTH);

        assertThat(found(TREE.inner(), SNAKE_CASE, Source::text))
                .filteredOn(line -> wire.contains(line.substring(line.lastIndexOf(' ') + 1)))
                .isEmpty();
        assertThat(found(TREE.inner(), Pattern.compile("customer" + "-id"), Source::text))
                .isEmpty();
    }

    @Test
    void no_file_knows_the_machine_it_was_written_on() {
        assertThat(found(TREE.all(), MACHINE_PATH, Source::text)).isEmpty();
    }

    @Test
    void only_the_wrapper_names_a_registry() {
        Stream<Source> others = TREE.all()
                .filter(file -> !file.path().equals(".mvn/wrapper/maven-wrapper.properties"))
                .filter(file -> !file.name().equals("TidyTest.java"));

        assertThat(found(others, REGISTRY, Source::text)).isEmpty();
    }

    private static int bound(String subject, int usual) {
        return EXEMPT.stream()
                .filter(exemption -> exemption.subject().equals(subject))
                .mapToInt(Exemption::upTo)
                .findFirst()
                .orElse(usual);
    }

    private static int usual(String subject) {
        return subject.endsWith("/") ? MAX_TYPES : MAX_CODE_LINES;
    }

    private static long actual(String subject) {
        if (!subject.endsWith("/")) {
            return codeLines(file(subject));
        }
        return TREE.java()
                .filter(file -> file.folder().equals(subject))
                .filter(file -> !file.name().equals("package-info.java"))
                .count();
    }

    private static Source file(String path) {
        return TREE.all().filter(file -> file.path().equals(path)).findFirst().orElseThrow();
    }

    private static Stream<Source> migrations() {
        return TREE.all().filter(file -> file.path().startsWith("server/src/main/resources/db/migration/"));
    }

    private static String owner(Source migration) {
        List<String> owner = groups(OWNER, migration.name());
        assertThat(owner).as("the owner in the name of %s", migration.path()).hasSize(1);
        return owner.getFirst();
    }

    private static long codeLines(Source file) {
        return file.lines().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("//") && !line.startsWith("*"))
                .count();
    }

    private static long proseLines(Source file) {
        return file.lines().stream().filter(line -> line.startsWith("///")).count();
    }

    private static List<String> unexplained(Source file) {
        List<String> lines = file.lines();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith("@SuppressWarnings")
                    && !REASON.matcher(lines.get(i)).find()
                    && (i == 0 || !REASON.matcher(lines.get(i - 1)).find())) {
                found.add("line " + (i + 1) + ": " + lines.get(i).strip());
            }
        }
        return found;
    }

    private static List<String> deadLinks(Source file) {
        return groups(MARKDOWN_LINK, file.text()).stream()
                .filter(link -> !link.matches("[a-z]+:.*"))
                .map(link -> file.path().contains("/") ? file.folder() + link : link)
                .filter(link -> !SourceTree.exists(link))
                .toList();
    }

    /// Whether there is such a class, or such a method in it or in one that it extends.
    private static boolean isThere(String name) {
        String[] parts = name.split("#");
        return TREE.java()
                .filter(file -> file.name().equals(parts[0] + ".java"))
                .anyMatch(file -> parts.length == 1
                        || file.code().contains(" " + parts[1] + "(")
                        || groups(EXTENDS, file.code()).stream().anyMatch(parent -> isThere(parent + "#" + parts[1])));
    }

    /// Every block that follows a parameter list, whose text up to the previous statement is no other kind of block.
    private static List<Method> methods(Source file) {
        String code = file.code();
        List<Method> methods = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < code.length(); i++) {
            if (code.charAt(i) == '{') {
                open.addLast(i);
            } else if (code.charAt(i) == '}' && !open.isEmpty()) {
                int start = open.removeLast();
                String header = header(code, start);
                if (header.contains("(") && !NO_METHOD.matcher(header).matches()) {
                    int lines = (int) code.substring(start, i).lines().count();
                    methods.add(new Method(header, lines));
                }
            }
        }
        return methods;
    }

    private static String header(String code, int brace) {
        int from = brace;
        while (from > 0 && ";{}".indexOf(code.charAt(from - 1)) < 0) {
            from--;
        }
        return ANNOTATION
                .matcher(code.substring(from, brace))
                .replaceAll(" ")
                .strip()
                .replaceAll("\\s+", " ");
    }

    private static List<String> complaints(Stream<Source> files, Function<Source, List<String>> wrong) {
        return files.flatMap(file -> wrong.apply(file).stream().map(text -> file.path() + ": " + text))
                .toList();
    }

    /// `path: what matched` for each match, or its first group where the pattern has one.
    private static List<String> found(Stream<Source> files, Pattern pattern, Function<Source, String> part) {
        return complaints(files, file -> groups(pattern, part.apply(file)));
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.groupCount() == 0 ? match.group() : match.group(1))
                .toList();
    }
}
