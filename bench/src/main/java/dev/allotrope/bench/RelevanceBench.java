package dev.allotrope.bench;

import dev.allotrope.bench.Judgements.Question;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How well articles are found: judged questions over a corpus, asked through the public API of the whole server with
/// its real model, by words, by meaning and by both.
final class RelevanceBench {
    /// Chunks asked for, so that ten articles are among them although one may have several.
    private static final int CHUNKS = 50;

    private static final String SAMPLE = "/sample-org/";

    private final PrintStream out;

    RelevanceBench(PrintStream out) {
        this.out = out;
    }

    /// What is asked of what: a corpus of the simulator's or BEIR's form with its questions, and BEIR's judgements.
    /// Without a corpus it is the sample org. `save` is a folder for what was found.
    record Setting(
            @Nullable Path corpus,
            @Nullable Path questions,
            @Nullable Path judgements,
            @Nullable Path save) {
        static final Setting SAMPLE_ORG = new Setting(null, null, null, null);
    }

    /// The ways of asking.
    enum Leg {
        LEXICAL(true, Map.of("weight_a", 0, "weight_b", 1)),
        VECTOR(false, Map.of()),
        HYBRID(true, Map.of());

        private final boolean hybrid;
        private final Map<String, Integer> weights;

        Leg(boolean hybrid, Map<String, Integer> weights) {
            this.hybrid = hybrid;
            this.weights = weights;
        }

        Map<String, Object> request(String question) {
            Map<String, Object> request = new HashMap<>(Map.of(
                    "query", question, "k", CHUNKS, "include_file_level_metadata", true, "hybrid_search", hybrid));
            if (!weights.isEmpty()) {
                request.put("hybrid_search_tuning_parameters", weights);
            }
            return request;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Prints the tables; answers the mean nDCG@10 of each leg.
    Map<Leg, Double> run(Setting setting) throws Exception {
        Path folder = Files.createTempDirectory("allotrope-relevance");
        Path corpus = setting.corpus() == null
                ? sample("articles.jsonl", folder)
                : Judgements.corpus(setting.corpus(), folder);
        List<Question> questions = questions(setting, folder);
        List<String> content = setting.corpus() == null
                ? List.of()
                : List.of("--corpus", corpus.toAbsolutePath().toString());
        try (MeasuredServer server = MeasuredServer.start(content, UnaryOperator.identity())) {
            long source = server.connect();
            server.awaitRuns(source, 1);
            server.awaitSearchable(server.org().published());
            Map<Leg, List<List<String>>> found = ask(server, names(server, corpus), questions);
            print(setting, questions, found);
            save(setting.save(), questions, found);
            Map<Leg, Double> means = new EnumMap<>(Leg.class);
            found.keySet()
                    .forEach(leg -> means.put(
                            leg,
                            Arrays.stream(ndcg(questions, found, leg, _ -> true))
                                    .average()
                                    .orElseThrow()));
            return means;
        }
    }

    private static List<Question> questions(Setting setting, Path folder) throws IOException {
        if (setting.questions() == null) {
            return Judgements.read(sample("queries.jsonl", folder));
        }
        return setting.judgements() == null
                ? Judgements.read(setting.questions())
                : Judgements.read(setting.questions(), setting.judgements());
    }

    private static Path sample(String file, Path folder) throws IOException {
        try (InputStream in = SalesforceSimulator.class.getResourceAsStream(SAMPLE + file)) {
            if (in == null) {
                throw new IOException(SAMPLE + file + " is not on the class path");
            }
            Path copy = folder.resolve(file);
            Files.copy(in, copy);
            return copy;
        }
    }

    /// The names that judgements use, by the id of the file's article and language.
    private static Map<String, String> names(MeasuredServer server, Path corpus) throws IOException {
        Map<String, String> families = new HashMap<>();
        server.org()
                .articles()
                .forEach(row -> families.put(
                        row.path("article").asString(), row.path("id").asString()));
        Map<String, String> names = new HashMap<>();
        for (JsonNode line : Judgements.lines(corpus)) {
            String name = line.path("id").asString();
            String article = families.get(line.path("article").asString(name));
            names.put(article + ":" + line.path("language").asString("en_US"), name);
        }
        return names;
    }

    private static Map<Leg, List<List<String>>> ask(
            MeasuredServer server, Map<String, String> names, List<Question> questions) {
        Map<Leg, List<List<String>>> found = new EnumMap<>(Leg.class);
        for (Leg leg : Leg.values()) {
            List<List<String>> all = new ArrayList<>();
            for (Question question : questions) {
                all.add(ranked(server.post("/embeddings", leg.request(question.text())), names));
            }
            found.put(leg, all);
        }
        return found;
    }

    /// The articles of an answer, each at its best chunk.
    private static List<String> ranked(JsonNode answer, Map<String, String> names) {
        LinkedHashSet<String> ranked = new LinkedHashSet<>();
        for (JsonNode passage : answer.path("documents")) {
            String file =
                    passage.path("content_metadata").path("external_file_id").asString();
            ranked.add(names.getOrDefault(file, file));
        }
        return List.copyOf(ranked);
    }

    private void print(Setting setting, List<Question> questions, Map<Leg, List<List<String>>> found) {
        String what = setting.corpus() == null
                ? "the sample org"
                : String.valueOf(setting.corpus().getFileName());
        Table overall = new Table(
                "Relevance over " + what + ", " + questions.size() + " questions (95 % intervals by bootstrap)",
                "leg",
                "nDCG@10",
                "MRR@10",
                "Recall@10");
        for (Leg leg : Leg.values()) {
            Ranking[] judged = judge(questions, found.getOrDefault(leg, List.of()), _ -> true);
            overall.row(
                    leg.label(),
                    interval(judged, Ranking::ndcg),
                    interval(judged, Ranking::mrr),
                    interval(judged, Ranking::recall));
        }
        overall.print(out);
        kinds(questions, found).print(out);
        double[] hybrid = ndcg(questions, found, Leg.HYBRID, _ -> true);
        for (Leg leg : List.of(Leg.LEXICAL, Leg.VECTOR)) {
            out.printf(
                    Locale.ROOT,
                    "hybrid no better than %s: p = %.4f%n",
                    leg.label(),
                    Bootstrap.noBetter(hybrid, ndcg(questions, found, leg, _ -> true)));
        }
        out.flush();
    }

    /// Each kind of question for itself, and what the hybrid's lead over either leg is worth there.
    private static Table kinds(List<Question> questions, Map<Leg, List<List<String>>> found) {
        Table kinds = new Table(
                "nDCG@10 by kind of question; p that the hybrid is no better than the leg",
                "kind",
                "questions",
                "lexical",
                "vector",
                "hybrid",
                "p, lexical",
                "p, vector");
        for (String kind : Judgements.kinds(questions)) {
            Predicate<Question> counted = question -> question.kind().equals(kind);
            double[] lexical = ndcg(questions, found, Leg.LEXICAL, counted);
            double[] vector = ndcg(questions, found, Leg.VECTOR, counted);
            double[] hybrid = ndcg(questions, found, Leg.HYBRID, counted);
            kinds.row(
                    kind,
                    Integer.toString(hybrid.length),
                    interval(lexical),
                    interval(vector),
                    interval(hybrid),
                    probability(Bootstrap.noBetter(hybrid, lexical)),
                    probability(Bootstrap.noBetter(hybrid, vector)));
        }
        return kinds;
    }

    private static double[] ndcg(
            List<Question> questions, Map<Leg, List<List<String>>> found, Leg leg, Predicate<Question> counted) {
        return Arrays.stream(judge(questions, found.getOrDefault(leg, List.of()), counted))
                .mapToDouble(Ranking::ndcg)
                .toArray();
    }

    private static Ranking[] judge(List<Question> questions, List<List<String>> found, Predicate<Question> counted) {
        return IntStream.range(0, questions.size())
                .filter(i -> counted.test(questions.get(i)))
                .mapToObj(i -> Ranking.of(found.get(i), questions.get(i).relevant()))
                .toArray(Ranking[]::new);
    }

    private static String interval(Ranking[] judged, ToDoubleFunction<Ranking> measure) {
        return interval(Arrays.stream(judged).mapToDouble(measure).toArray());
    }

    private static String interval(double[] values) {
        Bootstrap.Mean mean = Bootstrap.mean(values);
        return number(mean.value()) + " [" + number(mean.from()) + ", " + number(mean.to()) + "]";
    }

    private static String probability(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /// One file for each leg, a question a line, as scorers of run files read them.
    private static void save(@Nullable Path folder, List<Question> questions, Map<Leg, List<List<String>>> found)
            throws IOException {
        if (folder == null) {
            return;
        }
        Files.createDirectories(folder);
        for (Leg leg : Leg.values()) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < questions.size(); i++) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("id", questions.get(i).id());
                line.put("ranked", found.getOrDefault(leg, List.of()).get(i));
                lines.add(Http.JSON.writeValueAsString(line));
            }
            Files.write(folder.resolve(leg.label() + ".jsonl"), lines);
        }
    }
}
