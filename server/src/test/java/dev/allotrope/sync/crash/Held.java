package dev.allotrope.sync.crash;

import dev.allotrope.TestDatabase;
import dev.allotrope.embed.Embedder.Purpose;
import dev.allotrope.embed.HashingEmbedder;
import dev.allotrope.index.Filter;
import dev.allotrope.index.Group;
import dev.allotrope.index.Hit;
import dev.allotrope.index.Index;
import dev.allotrope.index.LexicalQuery;
import dev.allotrope.index.VectorQuery;
import dev.allotrope.index.lucene.LuceneIndex;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that must be the same in the end, however often processes died: the rows of the library and of the runs,
/// what the index finds, and which windows were embedded. Ids, positions and our times may differ.
record Held(Map<String, List<String>> parts) {
    private static final int ALL = 10_000;

    /// Columns that differ between two tellings of the same story.
    private static final String VOLATILE =
            "ARRAY['id', 'organization_id', 'customer_id', 'connection_id', 'document_id',"
                    + " 'parent_id', 'run_id', 'run', 'position', 'mark', 'epoch', 'calls', 'timings', 'request', 'request_id',"
                    + " 'upload_id', 'queued_by', 'files_run', 'missed_by', 'listed_by', 'asked_by', 'created_at', 'updated_at',"
                    + " 'deleted_at', 'last_sync', 'synced_at', 'started_at', 'finished_at', 'retry_at', 'uploaded_at',"
                    + " 'looked_back_at', 'reconciled_at', 'asked_at', 'check_at', 'budget', 'requested_at', 'reached']";

    /// Tables whose rows belong to a document.
    private static final List<String> OF_DOCUMENTS =
            List.of("library_body", "library_chunk", "library_window", "library_file", "library_upload");

    private static final List<String> OF_CONNECTIONS =
            List.of("library_item", "library_exclusion", "library_reembedding", "sync_run", "sync_audit", "sync_watch");

    /// What is held of a tenant.
    static Held of(TestDatabase database, LuceneIndex index, Tenant tenant, Witness witness) {
        Rows rows = new Rows(database, tenant);
        Map<String, List<String>> parts = new LinkedHashMap<>();
        parts.put("library_document", rows.of("""
                SELECT concat_ws(' ', d.external_id, d.deleted_at IS NOT NULL, p.external_id, to_jsonb(d) - %s)
                FROM library_document d LEFT JOIN library_document p ON p.id = d.parent_id ORDER BY 1
                """.formatted(VOLATILE)));
        for (String table : OF_DOCUMENTS) {
            parts.put(table, rows.of("""
                    SELECT concat_ws(' ', d.external_id, d.deleted_at IS NOT NULL, to_jsonb(t) - %s)
                    FROM %s t JOIN library_document d ON d.id = t.document_id ORDER BY 1
                    """.formatted(VOLATILE, table)));
        }
        for (String table : OF_CONNECTIONS) {
            parts.put(
                    table,
                    rows.of("SELECT concat_ws(' ', to_jsonb(t) - %s #- '{proof,countedAt}') FROM %s t ORDER BY 1"
                            .formatted(VOLATILE, table)));
        }
        parts.put(
                "connection",
                rows.of("SELECT concat_ws(' ', revoked, sync_status, last_sync_action, sync_error,"
                        + " items_synced_at IS NOT NULL, files_synced_at IS NOT NULL) FROM connection"));
        parts.put("library_embedding", rows.of("""
                SELECT concat_ws(' ', embedder, text_hash, vector) FROM library_embedding ORDER BY 1"""));
        parts.put("found", found(index, tenant, rows, witness));
        parts.put("embedded", List.copyOf(witness.texts()));
        return new Held(parts);
    }

    /// Both, those of the other tenant under names of their own.
    Held and(Held other) {
        Map<String, List<String>> both = new LinkedHashMap<>(parts);
        other.parts.forEach((part, lines) -> both.put("neighbour: " + part, lines));
        return new Held(both);
    }

    /// Which chunks are found by each word there ever was, and how near each window is to a question.
    private static List<String> found(LuceneIndex index, Tenant tenant, Rows rows, Witness witness) {
        Map<Long, String> names = rows.documents();
        List<String> lines = new ArrayList<>();
        try (Index.View view = index.view(tenant)) {
            for (String word : words(
                    Stream.concat(witness.texts().stream(), rows.of("SELECT content FROM library_chunk").stream()))) {
                view.lexical(new LexicalQuery(word, LexicalQuery.Match.ANY, Filter.NONE, ALL))
                        .forEach(hit -> lines.add(word + ": " + place(names, hit)));
            }
            for (Group group : view.groups()) {
                if (group.embedder() != null && group.embedder().model().startsWith("hashing-")) {
                    HashingEmbedder model = HashingEmbedder.of(length(group));
                    view.nearest(new VectorQuery(
                                    model.embed(List.of("the plan of a1"), Purpose.QUERY)
                                            .getFirst(),
                                    group.embedder(),
                                    Filter.NONE,
                                    ALL,
                                    VectorQuery.Accuracy.EXACT))
                            .forEach(hit -> lines.add("%s: %s, window %d: %.6f"
                                    .formatted(group.embedder(), place(names, hit), hit.window(), hit.score())));
                }
            }
        }
        return lines.stream().distinct().sorted().toList();
    }

    private static int length(Group group) {
        return Integer.parseInt(group.embedder().model().replace("hashing-", ""));
    }

    private static String place(Map<Long, String> names, Hit hit) {
        return names.get(hit.document().value()) + ", chunk " + hit.chunk();
    }

    private static TreeSet<String> words(Stream<String> texts) {
        return texts.flatMap(text -> Arrays.stream(text.split("[^\\p{L}\\p{Nd}]+")))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private record Rows(TestDatabase database, Tenant tenant) {
        List<String> of(String sql) {
            return database.transactions()
                    .in(
                            tenant,
                            () -> database.jdbc().sql(sql).query(String.class).list());
        }

        Map<Long, String> documents() {
            Map<Long, String> names = new LinkedHashMap<>();
            of("SELECT id || ' ' || external_id || CASE WHEN deleted_at IS NULL THEN '' ELSE ' (deleted)' END"
                            + " FROM library_document")
                    .forEach(line -> {
                        String[] parts = line.split(" ", 2);
                        names.put(Long.parseLong(parts[0]), parts[1]);
                    });
            return names;
        }
    }
}
