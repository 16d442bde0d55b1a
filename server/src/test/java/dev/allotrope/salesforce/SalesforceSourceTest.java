package dev.allotrope.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Tags;
import dev.allotrope.salesforce.ScriptedOrg.Reply;
import dev.allotrope.salesforce.article.SalesforceId;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.source.Cursor;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.Item;
import dev.allotrope.source.ItemRef;
import dev.allotrope.source.Listing;
import dev.allotrope.source.Pulse;
import dev.allotrope.source.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Answers that a well-behaved org would not give, said word for word.
class SalesforceSourceTest {
    private static final String V = "/services/data/v67.0";

    private final ScriptedOrg org = new ScriptedOrg();
    private final TestGrant grant = TestGrant.numbered(org.base());
    private final SalesforceRest rest = new SalesforceRest(new JsonMapper(), TestArticles.IMPATIENT);
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final SalesforceSource source = SalesforceSource.over(rest, () -> now);

    @BeforeEach
    void describe() {
        org.on(V + "/sobjects/Help__kav/describe", Reply.ok(DESCRIBE));
        org.on(V + "/sobjects/Knowledge__kav/describe", Reply.ok(DESCRIBE));
        org.on(V + "/sobjects", Reply.ok("""
                {"encoding":"UTF-8","maxBatchSize":200,"sobjects":[
                  {"name":"Account","queryable":true,"urls":{"describe":"/x"}},
                  {"name":"Knowledge__kav","keyPrefix":"ka0","queryable":true},
                  {"name":"Knowledge__ka","queryable":true}]}"""));
    }

    @AfterEach
    void close() {
        rest.close();
        org.close();
    }

    @Test
    void takes_the_newest_api_version_that_was_tested() {
        versions("\"66.0\"", "\"67.0\"", "\"68.0\"");
        org.on("/query", whole(0));

        list(Cursor.START);

        assertThat(org.asked)
                .extracting(ScriptedOrg.Asked::path)
                .allMatch(path -> path.equals("/services/data/") || path.startsWith(V));
    }

    @Test
    void a_description_is_remembered() {
        versions("\"67.0\"");
        org.on("/query", whole(0));

        list(Cursor.START);
        list(Cursor.START);

        assertThat(org.countOf("/sobjects")).isEqualTo(2);
        assertThat(org.countOf("/query")).isEqualTo(2);
    }

    @Test
    void a_description_that_is_old_is_read_again_with_one_call_for_a_listing_and_not_for_a_pulse() {
        versions("\"67.0\"");
        org.on("COUNT(Id)", whole(1, "{\"articles\":0,\"modified\":null,\"released\":null}"));
        org.on("/query", whole(0));
        list(Cursor.START);
        now = now.plus(Descriptions.LIFE);

        source.pulse(grant);
        assertThat(org.countOf("/sobjects")).isEqualTo(2);
        list(Cursor.START);
        assertThat(org.countOf("/sobjects")).isEqualTo(3);
    }

    @Test
    void an_object_that_was_renamed_is_looked_for_again() {
        versions("\"67.0\"");
        org.on("/query", whole(0));
        list(Cursor.START);
        now = now.plus(Descriptions.LIFE);
        org.on(V + "/sobjects", Reply.ok("{\"sobjects\":[{\"name\":\"Help__kav\"}]}"));
        org.on(V + "/sobjects/Knowledge__kav/describe", Reply.error(404, "NOT_FOUND", "not there"));

        list(Cursor.START);

        assertThat(org.asked.getLast().path()).contains("FROM Help__kav");
    }

    @Test
    void says_that_knowledge_is_off_when_no_object_is_one() {
        versions("\"67.0\"");
        org.on(V + "/sobjects", Reply.ok("{\"sobjects\":[{\"name\":\"Account\"}]}"));

        assertNotReadable("Knowledge is off, or the connected user lacks read access");
    }

    @Test
    void says_that_classic_knowledge_is_not_supported() {
        versions("\"67.0\"");
        org.on(V + "/sobjects", Reply.ok("{\"sobjects\":[{\"name\":\"FAQ__kav\"},{\"name\":\"HowTo__kav\"}]}"));

        assertNotReadable("FAQ__kav, HowTo__kav of Classic Knowledge");
    }

    @Test
    void says_that_no_body_field_is_visible() {
        versions("\"67.0\"");
        org.on(
                V + "/sobjects/Knowledge__kav/describe",
                Reply.ok(DESCRIBE.replace("__c", "__x").replace("true", "false")));

        assertNotReadable("field-level security");
    }

    @Test
    void an_object_that_vanished_since_the_listing_of_objects_is_not_readable() {
        versions("\"67.0\"");
        org.on(
                V + "/sobjects/Knowledge__kav/describe",
                Reply.error(400, "INVALID_TYPE", "sObject type 'Knowledge__kav' is not supported."));

        assertNotReadable("is not supported");
    }

    @Test
    void fewer_rows_than_announced_are_never_a_shorter_listing() {
        versions("\"67.0\"");
        org.on("/query", whole(3, row(1), row(2)));

        Failure failure = catchThrowableOfType(Failure.class, () -> list(Cursor.START));

        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_RESPONSE_MALFORMED);
        assertThat(failure.getMessage()).contains("announced 3 rows and sent 2");
    }

    @Test
    void an_org_that_refuses_aggregates_is_asked_twice_and_never_for_one_again() {
        versions("\"67.0\"");
        org.on("COUNT(Id)", Reply.error(400, "MALFORMED_QUERY", "aggregates are not allowed"));
        org.on("ORDER BY SystemModstamp DESC", whole(2, time("SystemModstamp", "12"), time("SystemModstamp", "11")));
        org.on("ORDER BY LastPublishedDate DESC", part(700, V + "/query/0r8-200", time("LastPublishedDate", "10")));

        Pulse pulse = source.pulse(grant);

        Instant modified = Instant.parse("2026-11-23T12:00:00Z");
        Instant published = Instant.parse("2026-11-23T10:00:00Z");
        assertThat(pulse).isEqualTo(new Pulse(2, new Watermark(modified, published)));
        assertThat(source.pulse(grant)).isEqualTo(pulse);
        assertThat(org.countOf("COUNT(Id)")).isEqualTo(1);
        assertThat(org.countOf("/query")).isEqualTo(5);
    }

    @Test
    void an_answer_without_a_number_is_no_pulse() {
        versions("\"67.0\"");
        org.on("COUNT(Id)", whole(1, "{\"attributes\":{\"type\":\"AggregateResult\"},\"modified\":null}"));

        Failure failure = catchThrowableOfType(Failure.class, () -> source.pulse(grant));

        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_RESPONSE_MALFORMED);
    }

    @Test
    void a_page_that_points_elsewhere_is_not_followed() {
        versions("\"67.0\"");
        org.on("/query", part(3, "https://evil.example/services/data/x", row(1)));

        assertThat(catchThrowableOfType(Failure.class, () -> list(Cursor.START)).code())
                .isEqualTo(ErrorCode.SOURCE_RESPONSE_MALFORMED);
    }

    @Test
    void rows_that_are_not_online_are_dropped_and_counted() {
        versions("\"67.0\"");
        org.on("/query", whole(2, row(1).replace("Online", "Draft"), row(2)));

        Listing listing = list(Cursor.START);

        assertThat(listing.items()).extracting(Item::name).containsExactly("Title 2");
        assertThat(listing.next()).isEmpty();
    }

    @Test
    void a_listing_whose_cursor_is_gone_goes_on_behind_the_last_row() {
        versions("\"67.0\"");
        org.on("?q=", part(3, V + "/query/0r8-2", row(1), row(2)), whole(1, row(3)));
        org.on("/query/0r8-2", Reply.error(400, "INVALID_QUERY_LOCATOR", "invalid query locator"));

        Listing first = list(Cursor.START);
        Listing last = list(first.next().orElseThrow());

        assertThat(last.items()).extracting(Item::name).containsExactly("Title 3");
        assertThat(last.next()).isEmpty();
        assertThat(last.expected()).isEqualTo(3);
        assertThat(org.asked.getLast().path())
                .contains(
                        "(KnowledgeArticleId > '" + articleId(2) + "' OR (KnowledgeArticleId = '" + articleId(2) + "'");
    }

    @Test
    void a_listing_that_takes_too_long_goes_on_in_windows() {
        versions("\"67.0\"");
        Reply timeout = Reply.error(400, "QUERY_TIMEOUT", "Your query request was running for too long.");
        org.on(
                "LIMIT 500",
                whole(
                        500,
                        Stream.iterate(1, i -> i + 1)
                                .limit(500)
                                .map(SalesforceSourceTest::row)
                                .toArray(String[]::new)),
                whole(1, row(501)));
        org.on("/query", timeout);

        Listing first = list(Cursor.START);
        Listing last = list(first.next().orElseThrow());

        assertThat(first.items()).hasSize(500);
        assertThat(last.items()).hasSize(1);
        assertThat(last.next()).isEmpty();
        assertThat(last.expected()).isEqualTo(501);
    }

    @Test
    void a_listing_that_takes_too_long_even_in_small_windows_is_a_failure() {
        versions("\"67.0\"");
        org.on("/query", Reply.error(400, "QUERY_TIMEOUT", "Your query request was running for too long."));

        assertThat(catchThrowableOfType(Failure.class, () -> list(Cursor.START)).code())
                .isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
        assertThat(org.countOf("/query")).isEqualTo(5);
    }

    @Test
    void a_field_that_vanished_is_described_away_once() {
        versions("\"67.0\"");
        Reply noSuchColumn = Reply.error(400, "INVALID_FIELD", "No such column 'Foo__c' on entity 'Knowledge__kav'.");
        org.on("/query", noSuchColumn, whole(0));
        list(Cursor.START);
        assertThat(org.countOf("/describe")).isEqualTo(2);

        org.on("/query", noSuchColumn);
        assertThat(catchThrowableOfType(Failure.class, () -> list(Cursor.START)).code())
                .isEqualTo(ErrorCode.SOURCE_NOT_READABLE);
    }

    @Test
    void collections_are_given_up_where_the_org_refuses_them_and_content_stays_the_same() {
        versions("\"67.0\"");
        List<ItemRef> refs = List.of(new ItemRef(articleId(1) + ":en_US", versionId(1)));
        org.on("/composite/sobjects/Knowledge__kav", Reply.ok("[" + row(1) + "]"));
        org.on("SELECT Id, PublishStatus, (SELECT", whole(1, row(1)));
        org.on("/query", whole(1, row(1)));
        List<Fetched> collected = fetch(refs);

        org.on(
                "/composite/sobjects/Knowledge__kav",
                Reply.error(404, "NOT_FOUND", "The requested resource does not exist"));
        List<Fetched> queried = fetch(refs);
        long posts = org.countOf("/composite");
        fetch(refs);

        assertThat(collected).hasSize(1).first().isInstanceOf(Fetched.Content.class);
        assertThat(queried).isEqualTo(collected);
        assertThat(org.countOf("/composite")).isEqualTo(posts);
    }

    @Test
    void nulls_and_drafts_in_a_collection_are_superseded() {
        versions("\"67.0\"");
        List<ItemRef> refs = Stream.of(1, 2, 3)
                .map(i -> new ItemRef(articleId(i) + ":en_US", versionId(i)))
                .toList();
        org.on("/composite", Reply.ok("[null," + row(2).replace("Online", "Draft") + "," + row(3) + "]"));
        org.on("/query", whole(1, row(3)));

        assertThat(fetch(refs).stream().collect(Collectors.groupingBy(Object::getClass, Collectors.counting())))
                .containsEntry(Fetched.Superseded.class, 2L)
                .containsEntry(Fetched.Content.class, 1L);
    }

    @Test
    void a_collection_with_fewer_records_than_ids_is_malformed() {
        versions("\"67.0\"");
        org.on("/composite", Reply.ok("[]"));

        assertThat(catchThrowableOfType(
                                Failure.class, () -> fetch(List.of(new ItemRef(articleId(1) + ":en_US", versionId(1)))))
                        .code())
                .isEqualTo(ErrorCode.SOURCE_RESPONSE_MALFORMED);
    }

    @Test
    void more_categories_than_fit_beside_a_row_are_fetched() {
        versions("\"67.0\"");
        String row = row(1).replace("\"DataCategorySelections\":null", """
                "DataCategorySelections":{"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v67.0/query/sub-1",
                  "records":[{"DataCategoryGroupName":"G","DataCategoryName":"A"}]}""");
        org.on("/query/sub-1", Reply.ok("""
                {"totalSize":2,"done":true,"records":[{"DataCategoryGroupName":"G","DataCategoryName":"B"}]}"""));
        org.on("/query", whole(1, row));

        assertThat(list(Cursor.START).items().getFirst().tags().values())
                .containsEntry("salesforce_categories", new Tags.Value.Many(List.of("G:A", "G:B")));
    }

    private Listing list(Cursor from) {
        return source.list(grant, from, 2_000);
    }

    private List<Fetched> fetch(List<ItemRef> refs) {
        try (Stream<Fetched> stream = source.fetch(grant, refs)) {
            return stream.toList();
        }
    }

    private void assertNotReadable(String words) {
        Failure failure = catchThrowableOfType(Failure.class, () -> list(Cursor.START));
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_NOT_READABLE);
        assertThat(failure.getMessage()).contains(words);
    }

    private void versions(String... versions) {
        org.on(
                "/services/data/",
                Reply.ok("["
                        + String.join(
                                ",",
                                Stream.of(versions)
                                        .map(v -> "{\"version\":" + v + "}")
                                        .toList()) + "]"));
    }

    private static String articleId(int number) {
        return SalesforceId.normalise("kA0xx0000000%03d".formatted(number)).orElseThrow();
    }

    private static String versionId(int number) {
        return SalesforceId.normalise("ka0xx0000000%03d".formatted(number)).orElseThrow();
    }

    private static String row(int number) {
        return """
                {"attributes":{"type":"Knowledge__kav"},"Id":"%s","KnowledgeArticleId":"%s","Language":"en_US",
                 "PublishStatus":"Online","Title":"Title %d","UrlName":"title-%d","VersionNumber":1,
                 "LastPublishedDate":"2026-11-23T10:00:00.000+0000","SystemModstamp":"2026-11-23T10:00:00.000+0000",
                 "Answer__c":"<p>Answer %d</p>","DataCategorySelections":null}""".formatted(versionId(number), articleId(number), number, number, number);
    }

    /// The only or last page of an answer.
    private static Reply whole(int total, String... rows) {
        return page(total, "\"done\":true", rows);
    }

    private static Reply part(int total, String next, String... rows) {
        return page(total, "\"done\":false,\"nextRecordsUrl\":\"" + next + "\"", rows);
    }

    private static Reply page(int total, String end, String... rows) {
        return Reply.ok("{\"totalSize\":" + total + "," + end + ",\"records\":[" + String.join(",", rows) + "]}");
    }

    private static final String DESCRIBE = """
            {"name":"Knowledge__kav","fields":[
              {"name":"Id","type":"id"},{"name":"KnowledgeArticleId","type":"reference"},
              {"name":"Language","type":"picklist"},{"name":"PublishStatus","type":"picklist"},
              {"name":"Title","type":"string"},{"name":"UrlName","type":"string"},{"name":"VersionNumber","type":"int"},
              {"name":"LastPublishedDate","type":"datetime"},{"name":"SystemModstamp","type":"datetime"},
              {"name":"Summary","type":"textarea","custom":false},
              {"name":"Answer__c","label":"Answer","type":"textarea","custom":true,"htmlFormatted":true,
               "extraTypeInfo":"richtextarea"}],
             "childRelationships":[{"relationshipName":"DataCategorySelections"}]}
            """;

    private static String time(String field, String hour) {
        return "{\"Id\":\"ka0xx0000000001AAA\",\"" + field + "\":\"2026-11-23T" + hour + ":00:00.000+0000\"}";
    }
}
