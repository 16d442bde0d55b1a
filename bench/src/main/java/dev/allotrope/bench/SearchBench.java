package dev.allotrope.bench;

import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.library.document.TagFilter;
import dev.allotrope.search.Answer;
import dev.allotrope.search.Query;
import dev.allotrope.search.Search;
import dev.allotrope.tenant.Tenant;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How long a hybrid search takes, in process and over HTTP, idle and while documents are processed, next to what it
/// cannot do without: one embedding of the query by the real model, and the same two Lucene searches made bare on the
/// same index. Every query is asked in each way in turn, so that whatever else the machine does meets all of them.
final class SearchBench {
    /// What a generated article makes of windows of [#WINDOW_TOKENS] words.
    private static final double WINDOWS_PER_ARTICLE = 9.7;

    private static final int WINDOW_TOKENS = 64;
    private static final int WARM_UP = 60;
    private static final int TEXTS = 300;
    private static final int RECALL_QUERIES = 200;
    private static final int K = 10;
    private static final int LOAD_ARTICLES = 600;
    private static final int LOAD_SEED = 77;
    private static final int QUERY_WORDS = 9;
    /// Longer than the index takes to commit what was applied.
    private static final long COMMIT_SECONDS = 8;

    private static final String TAG = "salesforce_record_type";
    private static final String TAG_VALUE = "FAQ";
    /// Separates key and value in the index.
    private static final String SEPARATOR = "\u001f";

    private final PrintStream out;

    SearchBench(PrintStream out) {
        this.out = out;
    }

    /// The four ways of one query.
    private static final class Ways {
        private final Latencies embedding = new Latencies();
        private final Latencies lucene = new Latencies();
        private final Latencies bare = new Latencies();
        private final Latencies inProcess = new Latencies();
        private final Latencies overHttp = new Latencies();
    }

    private record Stage(
            MeasuredServer server,
            Search search,
            Tenant tenant,
            SeededEmbedder embedder,
            BareModel model,
            BareLucene lucene,
            List<String> queries) {}

    void run(Size size) throws Exception {
        int articles = (int) (size.windows / WINDOWS_PER_ARTICLE);
        SeededEmbedder[] made = new SeededEmbedder[1];
        try (MeasuredServer server =
                        MeasuredServer.start(articles, real -> made[0] = new SeededEmbedder(WINDOW_TOKENS, real));
                BareModel model = new BareModel()) {
            SeededEmbedder embedder = made[0];
            long source = server.connect();
            server.awaitRuns(source, 1);
            server.awaitSearchable(articles);
            TimeUnit.SECONDS.sleep(COMMIT_SECONDS);
            Tenant tenant = server.tenant();
            try (BareLucene lucene = new BareLucene(
                    server.folder().resolve("index/" + tenant.organization() + "/" + tenant.customer()),
                    embedder.id().toString())) {
                Stage stage =
                        new Stage(server, server.bean(Search.class), tenant, embedder, model, lucene, queries(server));
                measure(stage, source, articles, size.queries);
            }
        }
    }

    private void measure(Stage stage, long source, int articles, int queries) throws Exception {
        long windows = stage.embedder().embedded();
        Table table = new Table(
                String.format(
                        Locale.ROOT,
                        "Hybrid search, %,d windows of %,d articles in %d segments, seeded vectors, k = %d, one caller, ms",
                        windows,
                        articles,
                        stage.lucene().segments(),
                        K),
                "state",
                "filter",
                "queries",
                "",
                "p50",
                "p99",
                "p50 ÷ bare",
                "p99 ÷ bare");
        ways(stage, null, WARM_UP, () -> true);
        rows(table, "idle", "none", ways(stage, null, queries, () -> true));
        rows(table, "idle", "one tag", ways(stage, TAG_VALUE, queries, () -> true));
        double recall = recall(stage);
        stage.embedder().costly();
        stage.server().org().generate(LOAD_ARTICLES, LOAD_SEED);
        stage.server().syncAgain(source);
        stage.server().awaitRuns(source, 2);
        rows(
                table,
                "processing",
                "none",
                ways(stage, null, queries, () -> stage.server().waiting() > 0));
        rows(
                table,
                "processing",
                "one tag",
                ways(stage, TAG_VALUE, queries, () -> stage.server().waiting() > 0));
        table.print(out);
        out.printf(
                Locale.ROOT,
                "%nrecall@%d of the vector leg against an exact scan, %d queries: %.3f (load %.1f at the end)%n",
                K,
                RECALL_QUERIES,
                recall,
                Memory.load());
    }

    /// Asks in every way until the queries are used up or the state is over, which is looked at every 20 queries.
    private static Ways ways(Stage stage, @Nullable String tag, int queries, BooleanSupplier lasts) throws Exception {
        Ways ways = new Ways();
        for (int at = 0; at < queries && (at % 20 != 0 || lasts.getAsBoolean()); at++) {
            String text = stage.queries().get(at % stage.queries().size());
            bare(stage, tag, text, ways);
            ways.inProcess.time(() -> stage.search().search(stage.tenant(), fused(text, tag)));
            ways.overHttp.time(() -> stage.server().post("/embeddings", body(text, tag)));
        }
        return ways;
    }

    private static void bare(Stage stage, @Nullable String tag, String text, Ways ways) throws Exception {
        float[] vector = seeded(stage, text);
        long start = System.nanoTime();
        stage.model().query(text);
        long embedded = System.nanoTime();
        stage.lucene().search(text, vector, tag == null ? null : TAG + SEPARATOR + tag);
        long searched = System.nanoTime();
        ways.embedding.add(embedded - start);
        ways.lucene.add(searched - embedded);
        ways.bare.add(searched - start);
    }

    private static float[] seeded(Stage stage, String text) {
        return stage.embedder().vector(text).values();
    }

    private static double recall(Stage stage) {
        double found = 0;
        for (int at = 0; at < RECALL_QUERIES; at++) {
            String text = stage.queries().get(at % stage.queries().size());
            Set<Object> exact = chunks(stage.search().search(stage.tenant(), nearest(text, Accuracy.EXACT)));
            Set<Object> near = chunks(stage.search().search(stage.tenant(), nearest(text, Accuracy.APPROXIMATE)));
            near.retainAll(exact);
            found += (double) near.size() / exact.size();
        }
        return found / RECALL_QUERIES;
    }

    private static Set<Object> chunks(Answer answer) {
        return answer.results().stream()
                .map(result -> result.chunk().ref())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Query fused(String text, @Nullable String tag) {
        TagFilter filter = tag == null ? null : new TagFilter.Is(TAG, List.of(tag), false);
        return new Query(
                new Query.Subject.Words(text),
                new Query.Mode.Fused(Query.Weights.EQUAL),
                new Query.Restriction(null, filter, null),
                K,
                Accuracy.APPROXIMATE,
                Query.Include.CONTENT);
    }

    private static Query nearest(String text, Accuracy accuracy) {
        return new Query(
                new Query.Subject.Words(text),
                new Query.Mode.Nearest(),
                Query.Restriction.NONE,
                K,
                accuracy,
                Query.Include.CONTENT);
    }

    private static Map<String, Object> body(String text, @Nullable String tag) {
        Map<String, Object> body = new HashMap<>(Map.of("query", text, "k", K, "hybrid_search", true));
        if (tag != null) {
            body.put("tags", Map.of(TAG, tag));
        }
        return body;
    }

    /// Runs of words from inside chunks, chosen by a seed among what a search for a common word finds.
    private static List<String> queries(MeasuredServer server) {
        List<String> texts = new ArrayList<>();
        server.post("/embeddings", Map.of("query", "how to reset and configure", "k", TEXTS, "hybrid_search", true))
                .path("documents")
                .forEach(document -> texts.add(document.path("content").asString()));
        SplittableRandom random = new SplittableRandom(7);
        List<String> queries = new ArrayList<>();
        for (String text : texts) {
            List<String> words =
                    List.of(text.replaceAll("[^\\p{L}\\p{N} ]+", " ").strip().split("\\s+"));
            int from = random.nextInt(Math.max(1, words.size() - QUERY_WORDS));
            queries.add(String.join(" ", words.subList(from, Math.min(words.size(), from + QUERY_WORDS))));
        }
        return queries;
    }

    private static void rows(Table table, String state, String filter, Ways ways) {
        row(table, state, filter, "one bare query embedding", ways.embedding, null);
        row(table, state, filter, "the bare Lucene calls", ways.lucene, null);
        row(table, state, filter, "both, bare", ways.bare, null);
        row(table, state, filter, "search in process", ways.inProcess, ways.bare);
        row(table, state, filter, "search over HTTP", ways.overHttp, ways.bare);
    }

    private static void row(
            Table table, String state, String filter, String what, Latencies times, @Nullable Latencies bare) {
        table.row(
                state,
                filter,
                Integer.toString(times.count()),
                what,
                times.text(50),
                times.text(99),
                bare == null ? "" : times.against(bare, 50),
                bare == null ? "" : times.against(bare, 99));
    }
}
