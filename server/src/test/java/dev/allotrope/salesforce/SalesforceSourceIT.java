package dev.allotrope.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Tags.Value;
import dev.allotrope.salesforce.article.ArticleKey;
import dev.allotrope.salesforce.rest.RestSettings;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Faults;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleBody;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.CategorySelection;
import dev.allotrope.source.Cursor;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.Item;
import dev.allotrope.source.Listing;
import dev.allotrope.source.Source;
import dev.allotrope.source.SourceContract;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.json.JsonMapper;

/// The contract and what is Salesforce's own, over HTTP against a simulated org.
class SalesforceSourceIT extends SourceContract {
    private final SalesforceSimulator org = SalesforceSimulator.start();
    private final TestGrant grant = new TestGrant(
            URI.create(org.url()), org.grants().openSession(), _ -> org.grants().openSession());
    private final SalesforceRest rest = new SalesforceRest(new JsonMapper(), TestArticles.IMPATIENT);
    private final SalesforceSource source = SalesforceSource.over(rest, org.clock());

    @AfterEach
    void close() {
        rest.close();
        org.close();
    }

    @Override
    protected Source source() {
        return source;
    }

    @Override
    protected String family(String externalId) {
        return externalId.substring(0, 15);
    }

    @Override
    protected Remote remote() {
        return new Simulated(org, grant);
    }

    @Test
    void lists_and_fetches_ten_thousand_articles_with_few_calls() {
        org.generate(10_000, 1);
        int published = org.published().size();

        List<Item> items = listed(2_000);
        long listing = org.ledger().apiCalls();
        long contents = fetched(items).stream()
                .filter(Fetched.Content.class::isInstance)
                .count();
        long all = org.ledger().apiCalls();
        listed(2_000);

        assertThat(items).hasSize(published);
        assertThat(contents).isEqualTo(published);
        assertThat(listing).isLessThanOrEqualTo(8);
        assertThat(all).isLessThanOrEqualTo(25);
        assertThat(org.ledger().apiCalls() - all).as("a second listing").isLessThanOrEqualTo(6);
        assertThat(grant.called.get()).isEqualTo(org.ledger().apiCalls() + 1);
    }

    @Test
    void content_is_the_same_through_collections_and_through_queries() {
        org.generate(120, 11);
        List<Item> items = listed(2_000);
        Map<String, Fetched> collected = byId(fetched(items));

        Map<String, Fetched> queried = byId(fetched(withoutCollections(), items));

        assertThat(collected).hasSize(items.size()).isEqualTo(queried);
        assertThat(collected.values()).allSatisfy(answer -> assertThat(answer).isInstanceOf(Fetched.Content.class));
    }

    @Test
    void the_item_of_a_listing_equals_the_item_fetched() {
        org.generate(120, 11);
        Map<String, Item> items =
                listed(2_000).stream().collect(Collectors.toMap(Item::externalId, Function.identity()));

        assertThat(fetched(items.values())).allSatisfy(answer -> {
            Item fetchedItem = ((Fetched.Content) answer).item();
            assertThat(fetchedItem).isEqualTo(items.get(fetchedItem.externalId()));
        });
        assertThat(items.values())
                .anySatisfy(item -> assertThat(item.tags().values())
                        .containsKeys("salesforce_record_type", "salesforce_categories", "salesforce_channels"));
    }

    @Test
    void odd_pages_are_all_followed() {
        org.generate(450, 2);
        org.switches().set(Switch.ODD_PAGES, true).maxPageRows(97);

        List<Item> items = listed(2_000);

        assertThat(items).hasSize(org.published().size()).doesNotHaveDuplicates();
        assertThat(fetched(items)).hasSize(items.size()).allMatch(Fetched.Content.class::isInstance);
    }

    @Test
    void an_org_without_optional_features_is_read_all_the_same() {
        org.switches()
                .set(Switch.MULTI_LANGUAGE, false)
                .set(Switch.RECORD_TYPES, false)
                .set(Switch.VALIDATION_STATUS, false)
                .set(Switch.DATA_CATEGORIES, false)
                .objectPrefix("Help");
        org.generate(30, 3);

        List<Item> items = listed(2_000);

        assertThat(fetched(items)).hasSize(org.published().size()).allMatch(Fetched.Content.class::isInstance);
        assertThat(items.getFirst().url()).contains("/articles/en_US/Help/");
        assertThat(items.getFirst().tags().values())
                .doesNotContainKeys("salesforce_record_type", "salesforce_validation_status", "salesforce_categories");
    }

    @Test
    void a_category_that_changes_without_a_new_version_is_listed_and_needs_no_fetch() {
        remote().publish("guide", "en_US", "VPN guide", "<p>Connect.</p>");
        Item before = listed(100).getFirst();

        org.org().categorize("guide", null, List.of(new CategorySelection("Products", List.of("All", "Router"))));
        Item after = listed(100).getFirst();

        assertThat(after.revision()).isEqualTo(before.revision());
        assertThat(after.stamp()).isEqualTo(before.stamp());
        assertThat(after.tags().values())
                .containsEntry("salesforce_categories", new Value.Many(List.of("Products:Router")));
    }

    @Test
    void a_category_that_is_new_to_the_org_shows_its_way_within_ten_minutes() {
        remote().publish("guide", "en_US", "VPN guide", "<p>Connect.</p>");
        categorize("Router");
        assertThat(paths()).containsExactly("Products/All/Router");

        categorize("Switch");
        assertThat(paths()).containsExactly("Products/Switch");
        org.clock().advance(CategoryTrees.DOUBT.plusSeconds(1));
        assertThat(paths()).containsExactly("Products/All/Switch");
        assertThat(paths()).containsExactly("Products/All/Switch");

        assertThat(org.ledger().count(CallKind.CATEGORY_GROUPS)).isEqualTo(2);
    }

    @Test
    void a_refusal_takes_no_name_of_a_category_away_and_is_soon_asked_about_again() {
        remote().publish("guide", "en_US", "VPN guide", "<p>Connect.</p>");
        categorize("Router");
        org.faults().failNext(CallKind.CATEGORY_GROUPS, 1, Fault.API_DISABLED_FOR_USER);
        assertThat(paths()).as("nothing was ever known").containsExactly("Products/Router");
        assertThat(paths()).as("and nobody is asked for each page").containsExactly("Products/Router");
        assertThat(org.ledger().count(CallKind.CATEGORY_GROUPS)).isEqualTo(1);

        org.clock().advance(CategoryTrees.REFUSED.plusSeconds(1));
        assertThat(paths()).containsExactly("Products/All/Router");

        org.faults().failNext(CallKind.CATEGORY_GROUPS, Faults.ALWAYS, Fault.API_DISABLED_FOR_USER);
        org.clock().advance(CategoryTrees.LIFE.plusSeconds(1));
        assertThat(paths()).containsExactly("Products/All/Router");
        assertThat(paths()).containsExactly("Products/All/Router");
        assertThat(org.ledger().count(CallKind.CATEGORY_GROUPS)).isEqualTo(3);
    }

    private void categorize(String category) {
        org.org().categorize("guide", null, List.of(new CategorySelection("Products", List.of("All", category))));
    }

    private List<String> paths() {
        return listed(100).getFirst().metadata().values().get("category_paths").all();
    }

    @Test
    void a_field_hidden_between_describe_and_query_is_left_out_from_then_on() {
        org.generate(3, 4);
        List<Item> items = listed(100);
        org.switches().hiddenFields(Set.of(ArticleBody.QUESTION));

        assertThat(fetched(items))
                .hasSize(items.size())
                .allSatisfy(
                        answer -> assertThat(((Fetched.Content) answer).html()).doesNotContain("<h2>Question</h2>"));
    }

    @Test
    void knowledge_switched_off_or_hidden_bodies_are_named() {
        org.generate(3, 5);
        List<Item> items = listed(100);

        org.switches().hiddenFields(Set.of(ArticleBody.QUESTION, ArticleBody.ANSWER, ArticleBody.DETAILS));
        assertThat(failure(() -> fetched(items)).getMessage()).contains("field-level security");

        org.switches().hiddenFields(Set.of()).set(Switch.KNOWLEDGE_ENABLED, false);
        Failure off = failure(() -> listed(100));
        assertThat(off.code()).isEqualTo(ErrorCode.SOURCE_NOT_READABLE);
        assertThat(off.getMessage()).contains("Knowledge is off");

        org.switches().set(Switch.KNOWLEDGE_ENABLED, true).set(Switch.API_ENABLED, false);
        Failure api = failure(() -> listed(100));
        assertThat(api.code()).isEqualTo(ErrorCode.SOURCE_NOT_READABLE);
        assertThat(api.getMessage()).contains("API");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {
                "INVALID_GRANT",
                "LOGIN_RATE_LIMIT",
                "TIMEOUT",
                "DAILY_LIMIT",
                "SESSION_NOT_FOR_API",
                "API_DISABLED_FOR_ORG",
                "API_DISABLED_FOR_USER",
                "PASSWORD_EXPIRED"
            })
    void one_fault_in_the_middle_changes_nothing(Fault fault) {
        org.generate(320, 6);
        org.switches().maxPageRows(150);
        List<Item> undisturbed = listed(2_000);
        List<Fetched> contents = fetched(undisturbed);

        for (CallKind kind : List.of(CallKind.QUERY_MORE, CallKind.QUERY, CallKind.RETRIEVE)) {
            org.faults().plan(new Faults.Plan(fault, Set.of(kind), 1, 1, Duration.ofMillis(50)));
            assertThat(listed(2_000)).as("listing with a fault on " + kind).isEqualTo(undisturbed);
            assertThat(byId(fetched(undisturbed)))
                    .as("fetching with a fault on " + kind)
                    .isEqualTo(byId(contents));
            org.faults().clear();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRED_SESSION,SOURCE_REFUSED",
        "SESSION_NOT_FOR_API,SOURCE_REFUSED",
        "API_DISABLED_FOR_ORG,SOURCE_NOT_READABLE",
        "API_DISABLED_FOR_USER,SOURCE_NOT_READABLE",
        "PASSWORD_EXPIRED,SOURCE_REFUSED",
        "DAILY_LIMIT,SOURCE_RATE_LIMITED",
        "CONCURRENT_LIMIT,SOURCE_RATE_LIMITED",
        "SERVER_UNAVAILABLE,SOURCE_UNAVAILABLE",
        "UNAVAILABLE_PAGE,SOURCE_UNAVAILABLE",
        "BAD_GATEWAY_PAGE,SOURCE_UNAVAILABLE",
        "MAINTENANCE_PAGE,SOURCE_UNAVAILABLE",
        "TRUNCATED,SOURCE_UNAVAILABLE",
        "RESET,SOURCE_UNAVAILABLE",
        "QUERY_TIMEOUT,SOURCE_UNAVAILABLE",
        "UNKNOWN_EXCEPTION,SOURCE_UNAVAILABLE"
    })
    void a_fault_that_stays_is_a_failure_and_never_a_shorter_result(Fault fault, ErrorCode code) {
        org.generate(600, 7);
        org.switches().maxPageRows(150);
        List<Item> items = listed(2_000);

        org.faults().plan(new Faults.Plan(fault, Set.of(), 1, Faults.ALWAYS, Duration.ZERO));
        assertThat(failure(() -> listed(2_000)).code()).isEqualTo(code);
        org.faults().clear();
        org.faults().plan(new Faults.Plan(fault, Set.of(), 1, Faults.ALWAYS, Duration.ZERO));
        assertThat(failure(() -> fetched(items)).code()).isEqualTo(code);
        assertThat(failure(() -> find(items)).code()).isEqualTo(code);
    }

    @Test
    void a_call_that_is_never_answered_is_made_again() {
        org.generate(320, 12);
        org.switches().maxPageRows(150);
        List<Item> undisturbed = listed(2_000);

        org.faults().failNext(CallKind.QUERY_MORE, 1, Fault.TIMEOUT);
        RestSettings hasty = new RestSettings(
                Duration.ofSeconds(1), Duration.ofSeconds(1), 4, Duration.ofMillis(1), Duration.ofMillis(1));
        try (SalesforceRest hastyRest = new SalesforceRest(new JsonMapper(), hasty)) {
            assertThat(listed(SalesforceSource.over(hastyRest, org.clock()), 2_000))
                    .isEqualTo(undisturbed);
        }
    }

    @Test
    void a_listing_survives_cursors_that_always_die() {
        org.generate(700, 8);
        org.switches().maxPageRows(150);
        org.faults().failAfter(CallKind.QUERY_MORE, 0, Fault.INVALID_QUERY_LOCATOR);

        assertThat(listed(2_000)).hasSize(org.published().size()).doesNotHaveDuplicates();
    }

    @Test
    void finds_thousands_of_articles_below_the_limit_of_a_url() {
        org.generate(1_500, 9);
        List<Item> items = listed(2_000);
        org.ledger().clear();

        assertThat(find(items)).containsExactlyInAnyOrderElementsOf(items);
        assertThat(org.ledger().apiCalls()).isLessThanOrEqualTo(4);
    }

    @Test
    void sparse_fetching_asks_for_nothing_but_what_is_needed() {
        org.generate(3_000, 10);
        List<Item> items = listed(2_000);
        List<Item> some =
                Stream.iterate(0, i -> i + 10).limit(300).map(items::get).toList();
        org.ledger().clear();

        assertThat(fetched(some)).hasSize(300).allMatch(Fetched.Content.class::isInstance);
        assertThat(org.ledger().apiCalls()).isLessThanOrEqualTo(4);
    }

    private List<Item> listed(int limit) {
        return listed(source, limit);
    }

    private List<Item> listed(SalesforceSource from, int limit) {
        List<Item> items = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            Listing page = from.list(grant, next.get(), limit);
            items.addAll(page.items());
            next = page.next();
        }
        return items;
    }

    private List<Item> find(Collection<Item> items) {
        return source.find(grant, items.stream().map(Item::externalId).toList());
    }

    private List<Fetched> fetched(Collection<Item> items) {
        return fetched(source, items);
    }

    private List<Fetched> fetched(SalesforceSource from, Collection<Item> items) {
        try (Stream<Fetched> stream =
                from.fetch(grant, items.stream().map(Item::ref).toList())) {
            return stream.toList();
        }
    }

    /// A source that has learned that the org refuses collections.
    private SalesforceSource withoutCollections() {
        Describing describing = new Describing(rest);
        Descriptions descriptions = new Descriptions(describing, org.clock());
        descriptions.learned(grant, describing.describe(grant).withoutCollections());
        return new SalesforceSource(rest, descriptions, org.clock());
    }

    private static Map<String, Fetched> byId(List<Fetched> answers) {
        return answers.stream()
                .collect(Collectors.toMap(answer -> answer.asked().externalId(), Function.identity()));
    }

    private static Failure failure(ThrowingCallable action) {
        Failure failure = catchThrowableOfType(Failure.class, action);
        assertThat(failure).isNotNull();
        return failure;
    }

    /// The contract's remote system, by the life cycle of the simulated org.
    private record Simulated(SalesforceSimulator org, TestGrant grant) implements Remote {
        @Override
        public String publish(String name, String language, String title, String html) {
            String id = draft(name, language, title, html);
            org.org().publish(name, null);
            return id;
        }

        @Override
        public String publishTranslation(String externalId, String language, String title, String html) {
            String article = article(externalId);
            ArticleVersion draft =
                    org.org().translate(article, language, ArticleContent.of(title, "url-" + language, html));
            org.org().publish(article, language);
            return ArticleKey.externalId(draft.articleId(), language);
        }

        @Override
        public String draft(String name, String language, String title, String html) {
            ArticleVersion draft = org.org().create(name, language, ArticleContent.of(title, name, html));
            return ArticleKey.externalId(draft.articleId(), language);
        }

        @Override
        public void republish(String externalId, String title, String html) {
            org.org()
                    .edit(
                            article(externalId),
                            null,
                            content -> content.withTitle(title)
                                    .withBody(ArticleBody.of(Map.of(ArticleBody.ANSWER, html))));
            org.org().publish(article(externalId), null);
        }

        @Override
        public void unpublish(String externalId) {
            org.org().unpublish(article(externalId), null);
        }

        @Override
        public void pass(Duration duration) {
            org.clock().advance(duration);
        }

        private static String article(String externalId) {
            return externalId.substring(0, externalId.indexOf(':'));
        }
    }
}
