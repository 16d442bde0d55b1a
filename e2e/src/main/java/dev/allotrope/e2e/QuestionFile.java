package dev.allotrope.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Questions from a file: a JSON object a line, `{"query": "…", "relevant": ["id", …]}`, the ids being those of
/// the corpus.
final class QuestionFile {
    private static final String SAMPLE = "/sample-questions.jsonl";

    private QuestionFile() {}

    /// The first questions of a file. Throws IllegalArgumentException for a line that is no question, and for an
    /// id that is of no published article.
    static List<Question> read(Path file, SimulatedOrg salesforce, int limit) {
        List<Question> all = questions(lines(file), String.valueOf(file.getFileName()), salesforce, limit);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("could not find a question in " + file);
        }
        return all;
    }

    /// What people ask who need the articles of the sample org, in their own words and languages.
    static List<Question> sample(SimulatedOrg salesforce, int limit) {
        try (InputStream file = Objects.requireNonNull(QuestionFile.class.getResourceAsStream(SAMPLE))) {
            List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return questions(lines, SAMPLE, salesforce, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + SAMPLE, e);
        }
    }

    private static List<Question> questions(List<String> lines, String file, SimulatedOrg salesforce, int limit) {
        List<Question> all = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (all.size() < limit && !line.isBlank()) {
                all.add(question(line, file + ":" + number, salesforce));
            }
        }
        return all;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file, e);
        }
    }

    private static Question question(String line, String place, SimulatedOrg salesforce) {
        JsonNode read = json(line, place);
        String text = read.path("query").asString("");
        List<String> names = StreamSupport.stream(read.path("relevant").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
        if (text.isEmpty() || names.isEmpty()) {
            throw new IllegalArgumentException(
                    "could not read the question at " + place + ": it needs \"query\" and \"relevant\"");
        }
        Set<String> answers = new TreeSet<>();
        names.forEach(name -> answers.addAll(salesforce.publishedUnder(name)));
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("could not use the question at " + place
                    + ": the org publishes no article with the id " + String.join(" or ", names));
        }
        return new Question(text, answers, false);
    }

    private static JsonNode json(String line, String place) {
        try {
            return Http.JSON.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("could not read the question at " + place + ": it is no JSON", e);
        }
    }
}
