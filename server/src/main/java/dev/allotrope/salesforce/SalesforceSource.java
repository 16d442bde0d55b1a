package dev.allotrope.salesforce;

import dev.allotrope.salesforce.article.ArticleKey;
import dev.allotrope.salesforce.article.ArticleRow;
import dev.allotrope.salesforce.article.Articles;
import dev.allotrope.salesforce.article.Found;
import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.article.SalesforceId;
import dev.allotrope.salesforce.article.ScopeFilter;
import dev.allotrope.salesforce.article.Soql;
import dev.allotrope.salesforce.rest.RestCall;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.source.Capability;
import dev.allotrope.source.Cursor;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.Grant;
import dev.allotrope.source.Item;
import dev.allotrope.source.ItemRef;
import dev.allotrope.source.Listing;
import dev.allotrope.source.Pulse;
import dev.allotrope.source.Source;
import dev.allotrope.source.SourceKind;
import dev.allotrope.source.Watermark;
import dev.allotrope.source.settings.SourceScope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.json.JsonMapper;

/// The published articles of a Salesforce org.
final class SalesforceSource implements Source {
    private final Descriptions descriptions;
    private final ArticleQueries queries;
    private final ArticleListing listing;
    private final ArticlePulse pulse;
    private final Bodies bodies;
    private final CategoryTrees categories;
    private final ArticleLengths lengths = new ArticleLengths();

    SalesforceSource(SalesforceRest rest, Descriptions descriptions, InstantSource clock) {
        this.descriptions = descriptions;
        this.queries = new ArticleQueries(rest);
        this.categories = new CategoryTrees(rest, clock);
        this.listing = new ArticleListing(queries, categories, clock);
        this.pulse = new ArticlePulse(rest, descriptions);
        this.bodies = new Bodies(rest, queries, descriptions, new JsonMapper());
    }

    static SalesforceSource over(SalesforceRest rest, InstantSource clock) {
        return over(rest, new Descriptions(new Describing(rest), clock), clock);
    }

    static SalesforceSource over(SalesforceRest rest, Descriptions descriptions, InstantSource clock) {
        return new SalesforceSource(rest, descriptions, clock);
    }

    @Override
    public SourceKind kind() {
        return SourceKind.SALESFORCE;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.RESUMABLE_LISTING, Capability.FAMILY_LOOKUP);
    }

    /// A listing begins with a fresh description: rights that were granted or taken change every stamp.
    @Override
    public Listing list(Grant grant, Cursor from, int limit) {
        Function<Knowledge, Listing> page =
                knowledge -> listing.page(grant, new ArticleListing.Range(knowledge, null), from, positive(limit));
        return from.equals(Cursor.START) ? descriptions.with(grant, page) : descriptions.withKnown(grant, page);
    }

    @Override
    public Pulse pulse(Grant grant) {
        return descriptions.withKnown(grant, knowledge -> pulse.take(grant, knowledge));
    }

    @Override
    public Listing changed(Grant grant, Watermark since, Cursor from, int limit) {
        return descriptions.withKnown(
                grant,
                knowledge -> listing.page(grant, new ArticleListing.Range(knowledge, since), from, positive(limit)));
    }

    private static int positive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is not positive");
        }
        return limit;
    }

    @Override
    public List<Item> find(Grant grant, Collection<String> externalIds) {
        Asked asked = Asked.of(externalIds);
        return asked.isEmpty()
                ? List.of()
                : descriptions.with(grant, knowledge -> {
                    List<ArticleRow> rows = found(grant, knowledge, asked);
                    Articles articles = categories.articles(grant, knowledge, rows);
                    return rows.stream().map(articles::item).toList();
                });
    }

    @Override
    public Named named(String id) {
        return ArticleKey.parse(id).map(ArticleKey::named).orElseGet(Named.Nothing::new);
    }

    @Override
    public Map<String, String> outside(Grant grant, Collection<String> externalIds) {
        Asked asked = Asked.of(externalIds);
        return asked.isEmpty() || grant.settings().scope().equals(SourceScope.ALL)
                ? Map.of()
                : descriptions.with(grant, knowledge -> outside(grant, knowledge, asked));
    }

    @Override
    public Stream<Fetched> fetch(Grant grant, Collection<ItemRef> items) {
        BodyStream stream = new BodyStream(
                List.copyOf(items),
                batch -> fetched(grant, batch),
                lengths.of(grant),
                length -> lengths.learn(grant, length));
        int traits = Spliterator.NONNULL | Spliterator.IMMUTABLE;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(stream, traits), false)
                .onClose(stream::close);
    }

    private List<ArticleRow> found(Grant grant, Knowledge knowledge, Asked asked) {
        String doing = "look up articles of data source " + grant.connection();
        return queries
                .among(
                        grant,
                        knowledge,
                        asked.articleIds(),
                        RestCall.MAX_ROWS,
                        part -> Soql.ofArticles(knowledge, part),
                        doing)
                .rows()
                .stream()
                .filter(ArticleRow::online)
                .filter(asked::covers)
                .toList();
    }

    /// What a row alone tells is judged here; for categories the query is asked once more, which knows the trees.
    private Map<String, String> outside(Grant grant, Knowledge knowledge, Asked asked) {
        SourceScope scope = knowledge.settings().scope();
        Map<String, String> reasons = new HashMap<>();
        Map<String, ArticleRow> open = new HashMap<>();
        for (ArticleRow row : found(grant, knowledge.unscoped(), asked)) {
            ScopeFilter.failing(scope, row)
                    .ifPresentOrElse(
                            list -> reasons.put(row.externalId(), list), () -> open.put(row.externalId(), row));
        }
        if (!scope.categories().isEmpty() && !open.isEmpty()) {
            found(grant, knowledge, Asked.of(open.keySet())).forEach(row -> open.remove(row.externalId()));
            open.keySet().forEach(id -> reasons.put(id, "categories"));
        }
        return reasons;
    }

    /// The articles that external ids name, some in one language, some in all.
    private record Asked(Map<String, List<ArticleKey>> keys) {
        static Asked of(Collection<String> externalIds) {
            Map<String, List<ArticleKey>> keys = new TreeMap<>();
            externalIds.stream()
                    .map(ArticleKey::parse)
                    .flatMap(Optional::stream)
                    .forEach(key -> keys.computeIfAbsent(key.articleId(), _ -> new ArrayList<>())
                            .add(key));
            return new Asked(keys);
        }

        boolean isEmpty() {
            return keys.isEmpty();
        }

        List<String> articleIds() {
            return List.copyOf(keys.keySet());
        }

        boolean covers(ArticleRow row) {
            return keys.getOrDefault(row.articleId(), List.of()).stream()
                    .anyMatch(key -> key.covers(row.text("Language")));
        }
    }

    private BodyStream.Batch fetched(Grant grant, List<ItemRef> batch) {
        return descriptions.withKnown(grant, knowledge -> {
            // A revision that is no id of theirs cannot be asked for: it is as good as replaced.
            List<ItemRef> ids = batch.stream()
                    .flatMap(ref ->
                            SalesforceId.normalise(ref.revisionId())
                                    .map(id -> new ItemRef(ref.externalId(), id))
                                    .stream())
                    .distinct()
                    .toList();
            Found found = ids.isEmpty() ? Found.NOTHING : bodies.read(grant, knowledge, ids);
            Answers answers = new Answers(categories.articles(grant, knowledge, found.rows()), found);
            int most = knowledge.abilities().collections() ? Bodies.MAX_IDS : Bodies.MAX_QUERIED;
            return new BodyStream.Batch(
                    batch.stream().map(answers::of).iterator(), found.rows().size(), found.bytes(), most);
        });
    }

    /// Turns what was found into one answer for each item asked for.
    private static final class Answers {
        private final Articles articles;
        private final Map<String, ArticleRow> rows = new HashMap<>();
        private final Set<String> tooLong;

        Answers(Articles articles, Found found) {
            this.articles = articles;
            this.tooLong = found.tooLong();
            found.rows().stream().filter(ArticleRow::online).forEach(row -> rows.put(row.id(), row));
        }

        Fetched of(ItemRef asked) {
            String id = SalesforceId.normalise(asked.revisionId()).orElse("");
            if (tooLong.contains(id)) {
                return new Fetched.Unreadable(
                        asked, "the article is longer than " + SalesforceRest.MAX_ANSWER + " bytes");
            }
            ArticleRow row = rows.get(id);
            return row == null || !row.externalId().equals(asked.externalId())
                    ? new Fetched.Superseded(asked)
                    : articles.content(asked, row);
        }
    }
}
