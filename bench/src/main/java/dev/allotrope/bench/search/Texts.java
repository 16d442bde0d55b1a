package dev.allotrope.bench.search;

import dev.allotrope.salesforce.sim.SalesforceSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Texts made of sentences of the sample org's English articles, in an order that a random source chooses.
record Texts(List<String> sentences) {
    private static final int SENTENCES = 5;
    private static final int MIN_SENTENCE = 30;
    private static final int QUERY_WORDS = 9;
    private static final int QUERY_SEED = 7;

    static Texts ofSampleOrg() throws IOException {
        List<String> sentences = new ArrayList<>();
        try (InputStream in = SalesforceSimulator.class.getResourceAsStream("/sample-org/articles.jsonl")) {
            if (in == null) {
                throw new IOException("the sample org is not on the class path");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> JsonMapper.shared().readTree(line))
                    .filter(article ->
                            article.path("language").asString("en_US").startsWith("en"))
                    .map(article -> article.path("html").asString().replaceAll("<[^>]*>", " "))
                    .flatMap(text -> Stream.of(text.replaceAll("\\s+", " ").split("(?<=[.!?]) ")))
                    .filter(sentence -> sentence.length() >= MIN_SENTENCE)
                    .forEach(sentences::add);
        }
        return new Texts(sentences);
    }

    /// About a window's length.
    String next(SplittableRandom random) {
        return next(random, SENTENCES);
    }

    String next(SplittableRandom random, int length) {
        return Stream.generate(() -> sentences.get(random.nextInt(sentences.size())))
                .limit(length)
                .collect(Collectors.joining(" "));
    }

    /// Runs of words from inside such texts, always the same ones.
    List<String> queries(int count) {
        SplittableRandom random = new SplittableRandom(QUERY_SEED);
        return IntStream.range(0, count)
                .mapToObj(_ -> words(next(random), random))
                .toList();
    }

    private static String words(String text, SplittableRandom random) {
        List<String> words =
                List.of(text.replaceAll("[^\\p{L}\\p{N} ]+", " ").strip().split("\\s+"));
        int from = random.nextInt(Math.max(1, words.size() - QUERY_WORDS));
        return String.join(" ", words.subList(from, Math.min(words.size(), from + QUERY_WORDS)));
    }
}
