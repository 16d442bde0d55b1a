package dev.allotrope.salesforce;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.salesforce.article.ArticleRow;
import dev.allotrope.salesforce.article.Articles;
import dev.allotrope.salesforce.article.CategoryNames;
import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.rest.Answer;
import dev.allotrope.salesforce.rest.ByConnection;
import dev.allotrope.salesforce.rest.JsonFields;
import dev.allotrope.salesforce.rest.Refusal;
import dev.allotrope.salesforce.rest.RestCall;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.source.Grant;
import dev.allotrope.source.settings.SourceScope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Knows what the data categories of each org are called: asked for once, when the first article with a category
/// comes along, and again after [#LIFE]. A user who may not see the trees gets articles with the bare names; one who
/// may not any more keeps the names that were seen. Safe for use by many threads.
final class CategoryTrees {
    /// How long names are believed: a label that was changed shows after that time at the latest.
    static final Duration LIFE = Duration.ofHours(6);
    /// How long names are believed of which an article's category is none: it may be new, or not theirs to see.
    static final Duration DOUBT = Duration.ofMinutes(10);
    /// How long nobody is asked who refused. A refusal is no answer: it takes no name away.
    static final Duration REFUSED = Duration.ofMinutes(1);

    private static final String GROUPS =
            "/support/dataCategoryGroups?sObjectName=KnowledgeArticleVersion&topCategoriesOnly=false";

    private final SalesforceRest rest;
    private final ByConnection<CategoryNames> remembered;
    private final ByConnection<Refusal> refused;

    CategoryTrees(SalesforceRest rest, InstantSource clock) {
        this.rest = rest;
        this.remembered = new ByConnection<>(clock);
        this.refused = new ByConnection<>(clock);
    }

    /// What makes items and contents of these rows.
    Articles articles(Grant grant, Knowledge knowledge, List<ArticleRow> rows) {
        Set<String> categories =
                rows.stream().flatMap(row -> row.categories().stream()).collect(Collectors.toSet());
        if (categories.isEmpty()) {
            return new Articles(grant.instance(), knowledge, CategoryNames.NONE);
        }
        CategoryNames names = names(grant, knowledge, LIFE);
        boolean whole = names.named().keySet().containsAll(categories);
        return new Articles(grant.instance(), knowledge, whole ? names : names(grant, knowledge, DOUBT));
    }

    /// Throws [Failure] with `SOURCE_NOT_READABLE` when the scope names a category that is not there: everything held
    /// would fall out of the scope. Where the trees cannot be seen, Salesforce has to tell by itself.
    void require(Grant grant, Knowledge knowledge) {
        List<SourceScope.Category> wanted = knowledge.settings().scope().categories();
        if (wanted.isEmpty() || names(grant, knowledge, LIFE).lacking(wanted).isEmpty()) {
            return;
        }
        ask(grant, knowledge).flatMap(fresh -> fresh.lacking(wanted)).ifPresent(category -> {
            throw new Failure(
                    ErrorCode.SOURCE_NOT_READABLE,
                    "could not read data source " + grant.connection() + " as its settings say: the scope asks for the"
                            + " data category " + category.category() + " of the group " + category.group()
                            + ", which the connected user does not see; groups are "
                            + String.join(", ", known(grant).groups()));
        });
    }

    private CategoryNames names(Grant grant, Knowledge knowledge, Duration life) {
        return remembered
                .believed(grant, life)
                .or(() -> refused.believed(grant, REFUSED).isPresent() ? Optional.empty() : ask(grant, knowledge))
                .orElseGet(() -> known(grant));
    }

    private CategoryNames known(Grant grant) {
        return remembered.last(grant).orElse(CategoryNames.NONE);
    }

    /// The names as they are now; empty when the trees are not to be seen.
    private Optional<CategoryNames> ask(Grant grant, Knowledge knowledge) {
        String doing = "read the data categories of data source " + grant.connection();
        Answer<List<JsonNode>> answer = rest.ask(grant, RestCall.get(knowledge.version() + GROUPS), doing, parser -> {
            List<JsonNode> groups = new ArrayList<>();
            JsonFields.eachOf(parser, "categoryGroups", groups::add);
            return groups;
        });
        return switch (answer) {
            case Answer.Given<List<JsonNode>>(List<JsonNode> groups, long _) -> {
                CategoryNames names = CategoryNames.ofGroups(groups);
                remembered.remember(grant, names);
                yield Optional.of(names);
            }
            case Answer.Refused<List<JsonNode>>(Refusal refusal) -> {
                refused.remember(grant, refusal);
                yield Optional.empty();
            }
        };
    }
}
