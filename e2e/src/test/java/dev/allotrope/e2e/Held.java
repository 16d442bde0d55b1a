package dev.allotrope.e2e;

import static java.util.stream.Collectors.groupingBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What a customer holds: by external id each file, be it an article or one that hangs on it, with what searches find
/// in it. Texts are told apart by the mark that every edition of an [AuthoredOrg] has: a stale text has an old one, a
/// lost text none, a draft one that was never published.
record Held(Map<String, Entry> files) {
    private static final Pattern HOST = Pattern.compile("https?://[^/]+");
    private static final int MOST = 1_000;
    private static final int MOST_TOLD = 5;

    /// What is compared of the metadata.
    private static final List<String> FACTS =
            List.of("knowledge_article_id", "language", "url_name", "version", "out_of_date", "content_document_id");

    /// A file: `parent` is the external id of what it hangs on, `marks` are those in its passages.
    record Entry(
            String name,
            String status,
            String link,
            String parent,
            JsonNode tags,
            Map<String, String> facts,
            Set<String> marks) {}

    /// Throws when an article has two files.
    static Held by(CarbonClient client) {
        Map<String, Set<String>> marks = client.passages(MOST)
                .collect(groupingBy(
                        CarbonClient.Hit::externalId,
                        TreeMap::new,
                        Collectors.flatMapping(hit -> marks(hit.content()), Collectors.toCollection(TreeSet::new))));
        List<JsonNode> rows = client.rows();
        Map<Long, String> ids = new HashMap<>();
        rows.forEach(row -> ids.put(row.path("id").asLong(), externalId(row)));
        Map<String, Entry> files = new TreeMap<>();
        for (JsonNode row : rows) {
            String id = externalId(row);
            String parent = ids.getOrDefault(row.path("parent_id").asLong(0), "");
            Entry before = files.put(id, entry(row, parent, marks.getOrDefault(id, Set.of())));
            if (before != null) {
                throw new AssertionError(id + " has two files");
            }
        }
        marks.keySet().stream().filter(id -> !files.containsKey(id)).findFirst().ifPresent(id -> {
            throw new AssertionError(id + " is found and has no file");
        });
        return new Held(files);
    }

    /// What is different from what is due, in words; empty when nothing is.
    String differenceFrom(Held due) {
        Set<String> ids = new TreeSet<>(files.keySet());
        ids.addAll(due.files.keySet());
        return ids.stream()
                .filter(id -> !Objects.equals(files.get(id), due.files.get(id)))
                .limit(MOST_TOLD)
                .map(id -> id + " is " + files.get(id) + ", published is " + due.files.get(id))
                .collect(Collectors.joining("\n"));
    }

    private static String externalId(JsonNode row) {
        return row.path("external_file_id").asString();
    }

    private static Entry entry(JsonNode row, String parent, Set<String> marks) {
        Map<String, String> facts = new TreeMap<>();
        FACTS.stream()
                .filter(row.path("file_metadata")::has)
                .forEach(fact ->
                        facts.put(fact, row.path("file_metadata").path(fact).asString()));
        return new Entry(
                row.path("name").asString(),
                row.path("sync_status").asString(),
                HOST.matcher(row.path("external_url").asString("")).replaceFirst(""),
                parent,
                row.path("tags"),
                facts,
                marks);
    }

    private static Stream<String> marks(String text) {
        return AuthoredOrg.MARK.matcher(text).results().map(MatchResult::group);
    }
}
