package dev.allotrope.e2e;

import static java.util.stream.Collectors.groupingBy;

import java.util.Map;
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

    /// A file: `marks` are those in its passages.
    record Entry(String name, String status, String link, String tags, Set<String> marks) {}

    /// Throws when an article has two files.
    static Held by(CarbonClient client) {
        Map<String, Set<String>> marks = client.passages(MOST)
                .collect(groupingBy(
                        CarbonClient.Hit::externalId,
                        TreeMap::new,
                        Collectors.flatMapping(hit -> marks(hit.content()), Collectors.toCollection(TreeSet::new))));
        Map<String, Entry> files = new TreeMap<>();
        for (JsonNode row : client.rows()) {
            String id = row.path("external_file_id").asString();
            Entry before = files.put(id, entry(row, marks.getOrDefault(id, Set.of())));
            if (before != null) {
                throw new AssertionError(id + " has two files");
            }
        }
        marks.keySet().stream().filter(id -> !files.containsKey(id)).findFirst().ifPresent(id -> {
            throw new AssertionError(id + " is found and has no file");
        });
        return new Held(files);
    }

    Map<String, Set<String>> marks() {
        return files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().marks(), (one, other) -> one, TreeMap::new));
    }

    /// The names of the files by external id.
    Map<String, String> names() {
        return files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().name(), (one, other) -> one, TreeMap::new));
    }

    Set<String> statuses() {
        return files.values().stream().map(Entry::status).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Entry entry(JsonNode row, Set<String> marks) {
        return new Entry(
                row.path("name").asString(),
                row.path("sync_status").asString(),
                HOST.matcher(row.path("external_url").asString("")).replaceFirst(""),
                row.path("tags").toString(),
                marks);
    }

    private static Stream<String> marks(String text) {
        return AuthoredOrg.MARK.matcher(text).results().map(MatchResult::group);
    }
}
