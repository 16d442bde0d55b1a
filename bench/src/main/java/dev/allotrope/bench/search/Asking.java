package dev.allotrope.bench.search;

import dev.allotrope.bench.BareModel;
import dev.allotrope.bench.Latencies;
import dev.allotrope.bench.MeasuredServer;
import dev.allotrope.bench.SeededEmbedder;
import dev.allotrope.bench.Table;
import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.search.Answer;
import dev.allotrope.search.Query;
import dev.allotrope.search.Search;
import dev.allotrope.tenant.Tenant;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Asks the same queries of the same tenants in every way: bare, in process and over HTTP.
final class Asking implements AutoCloseable {
    static final int K = 10;

    private final MeasuredServer server;
    private final Search search;
    private final SeededEmbedder embedder;
    private final BareModel model;
    private final List<String> names;
    private final List<Tenant> tenants;
    private final List<String> queries;
    private final Map<Tenant, BareLucene> indexes = new HashMap<>();

    /// `names` are the customers that are asked in turn.
    Asking(MeasuredServer server, SeededEmbedder embedder, BareModel model, List<String> names, List<String> queries) {
        this.server = server;
        this.search = server.bean(Search.class);
        this.embedder = embedder;
        this.model = model;
        this.names = names;
        this.tenants = names.stream().map(server::tenant).toList();
        this.queries = queries;
    }

    /// How long each way took.
    static final class Ways {
        private final Latencies embedding = new Latencies();
        private final Latencies lucene = new Latencies();
        private final Latencies bare = new Latencies();
        private final Latencies inProcess = new Latencies();
        private final Latencies overHttp = new Latencies();

        Latencies inProcess() {
            return inProcess;
        }

        void rows(Table table, String state, Selectivity filter) {
            row(table, state, filter, "one bare query embedding", embedding, false);
            row(table, state, filter, "the bare Lucene calls", lucene, false);
            row(table, state, filter, "both, bare", bare, false);
            row(table, state, filter, "search in process", inProcess, true);
            row(table, state, filter, "search over HTTP", overHttp, true);
        }

        private void row(
                Table table, String state, Selectivity filter, String what, Latencies times, boolean compared) {
            table.row(
                    state,
                    filter.label(),
                    Integer.toString(times.count()),
                    what,
                    times.text(50),
                    times.text(99),
                    compared ? times.against(bare, 50) : "",
                    compared ? times.against(bare, 99) : "");
        }
    }

    /// Asks in every way in turn, so that whatever else the machine does meets all of them, until the queries are used
    /// up or the state is over, which is looked at every 20 queries.
    Ways ways(Selectivity filter, int count, BooleanSupplier lasts) throws Exception {
        Ways ways = new Ways();
        for (int at = 0; at < count && (at % 20 != 0 || lasts.getAsBoolean()); at++) {
            String text = query(at);
            int of = tenant(at);
            bare(of, filter, text, ways);
            ways.inProcess.time(() -> inProcess(of, filter, text));
            ways.overHttp.time(() -> overHttp(of, filter, text));
        }
        return ways;
    }

    private void bare(int of, Selectivity filter, String text, Ways ways) throws Exception {
        BareLucene index = index(of);
        float[] vector = embedder.vector(text).values();
        long start = System.nanoTime();
        model.query(text);
        long embedded = System.nanoTime();
        index.search(text, vector, filter.term());
        long searched = System.nanoTime();
        ways.embedding.add(embedded - start);
        ways.lucene.add(searched - embedded);
        ways.bare.add(searched - start);
    }

    /// The bare work of one query, for whoever counts how many there can be.
    Object bare(int at, Selectivity filter) throws Exception {
        String text = query(at);
        model.query(text);
        return index(tenant(at)).search(text, embedder.vector(text).values(), filter.term());
    }

    Answer inProcess(int at, Selectivity filter) {
        return inProcess(tenant(at), filter, query(at));
    }

    Object overHttp(int at, Selectivity filter) {
        return overHttp(tenant(at), filter, query(at));
    }

    /// How many nearest there are, all queries together, and how many of them the graph finds. A small library may have
    /// none that a filter admits.
    record Recall(int nearest, int found) {}

    Recall recall(Selectivity filter, int count) {
        int nearest = 0;
        int found = 0;
        for (int at = 0; at < count; at++) {
            Tenant tenant = tenants.get(tenant(at));
            Set<Object> exact = chunks(search.search(tenant, nearest(query(at), filter, Accuracy.EXACT)));
            Set<Object> near = chunks(search.search(tenant, nearest(query(at), filter, Accuracy.APPROXIMATE)));
            near.retainAll(exact);
            nearest += exact.size();
            found += near.size();
        }
        return new Recall(nearest, found);
    }

    /// How many parts the bare indexes have, in the middle.
    String segments() throws IOException {
        int[] sorted = new int[Math.min(tenants.size(), 50)];
        for (int of = 0; of < sorted.length; of++) {
            sorted[of] = index(of).segments();
        }
        java.util.Arrays.sort(sorted);
        return String.format(Locale.ROOT, "%d", sorted[sorted.length / 2]);
    }

    @Override
    public void close() throws IOException {
        for (BareLucene index : indexes.values()) {
            index.close();
        }
    }

    /// Opens every bare index, so that opening is not counted where queries are.
    void open() throws IOException {
        for (int of = 0; of < tenants.size(); of++) {
            index(of);
        }
    }

    private synchronized BareLucene index(int of) throws IOException {
        Tenant tenant = tenants.get(of);
        BareLucene open = indexes.get(tenant);
        if (open == null) {
            open = new BareLucene(
                    server.folder().resolve("index/" + tenant.organization() + "/" + tenant.customer()),
                    embedder.id().toString());
            indexes.put(tenant, open);
        }
        return open;
    }

    private Answer inProcess(int of, Selectivity filter, String text) {
        return search.search(
                tenants.get(of),
                new Query(
                        new Query.Subject.Words(text),
                        new Query.Mode.Fused(Query.Weights.EQUAL),
                        filter.restriction(),
                        K,
                        Accuracy.APPROXIMATE,
                        Query.Include.CONTENT));
    }

    private JsonNode overHttp(int of, Selectivity filter, String text) {
        return server.post(names.get(of), "/embeddings", body(text, filter));
    }

    private static Query nearest(String text, Selectivity filter, Accuracy accuracy) {
        return new Query(
                new Query.Subject.Words(text),
                new Query.Mode.Nearest(),
                filter.restriction(),
                K,
                accuracy,
                Query.Include.CONTENT);
    }

    private static Map<String, Object> body(String text, Selectivity filter) {
        Map<String, Object> body = new HashMap<>(Map.of("query", text, "k", K, "hybrid_search", true));
        if (!filter.tags().isEmpty()) {
            body.put("tags", filter.tags());
        }
        return body;
    }

    private static Set<Object> chunks(Answer answer) {
        return answer.results().stream()
                .map(result -> result.chunk().ref())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private String query(int at) {
        return queries.get(at % queries.size());
    }

    /// Far apart from one query to the next, so that no tenant is asked twice in a row.
    private int tenant(int at) {
        return (int) (at * 7_919L % tenants.size());
    }
}
