package dev.allotrope.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Questions with the articles that answer them. Two forms are read: JSON lines with `query`, `relevant` and perhaps
/// `kind`; and BEIR's, JSON lines with `_id` and `text` beside a table of judgements (`query-id`, `corpus-id`,
/// `score`).
final class Judgements {
    /// `id` is that of the file or the number of the line from 1; `relevant` are names of articles, in no order: each
    /// counts the same.
    record Question(String id, String text, String kind, Set<String> relevant) {
        Question {
            relevant = Set.copyOf(relevant);
        }
    }

    private static final String NO_KIND = "all";

    private Judgements() {}

    static List<Question> read(Path questions) throws IOException {
        List<JsonNode> lines = lines(questions);
        return IntStream.range(0, lines.size())
                .mapToObj(i -> question(Integer.toString(i + 1), lines.get(i)))
                .toList();
    }

    private static Question question(String number, JsonNode line) {
        return new Question(
                number,
                line.path("query").asString(),
                line.path("kind").asString(NO_KIND),
                new LinkedHashSet<>(line.path("relevant")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList()));
    }

    /// Questions without a judgement are left out.
    static List<Question> read(Path questions, Path judgements) throws IOException {
        Map<String, Set<String>> relevant = new LinkedHashMap<>();
        for (String row : Files.readAllLines(judgements)) {
            String[] cells = row.split("\t");
            if (cells.length == 3 && !cells[0].equals("query-id") && Integer.parseInt(cells[2].strip()) > 0) {
                relevant.computeIfAbsent(cells[0], _ -> new LinkedHashSet<>()).add(cells[1]);
            }
        }
        return lines(questions).stream()
                .filter(line -> relevant.containsKey(line.path("_id").asString()))
                .map(line -> new Question(
                        line.path("_id").asString(),
                        line.path("text").asString(),
                        NO_KIND,
                        relevant.getOrDefault(line.path("_id").asString(), Set.of())))
                .toList();
    }

    /// BEIR's corpus as the simulator's: each text an article of one paragraph. Other corpora are left as they are.
    static Path corpus(Path file, Path folder) throws IOException {
        List<JsonNode> lines = lines(file);
        if (lines.isEmpty() || !lines.getFirst().has("_id")) {
            return file;
        }
        List<String> articles = new ArrayList<>();
        for (JsonNode line : lines) {
            String title = line.path("title").asString();
            articles.add(Http.JSON.writeValueAsString(Map.of(
                    "id",
                    line.path("_id").asString(),
                    "title",
                    title.substring(0, Math.min(title.length(), 255)),
                    "html",
                    "<p>" + escaped(line.path("text").asString()) + "</p>")));
        }
        return Files.write(folder.resolve("corpus.jsonl"), articles);
    }

    static Collection<String> kinds(List<Question> questions) {
        return new LinkedHashSet<>(questions.stream().map(Question::kind).toList());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// Every line of a file that is not blank.
    static List<JsonNode> lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank())
                    .map(Http.JSON::readTree)
                    .toList();
        } catch (UncheckedIOException e) {
            throw new IOException("could not read " + file, e);
        }
    }
}
