package dev.allotrope.salesforce;

import dev.allotrope.salesforce.article.Articles;
import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.audit.AuditSoql;
import dev.allotrope.salesforce.audit.Mentions;
import dev.allotrope.salesforce.audit.SeenVersion;
import dev.allotrope.salesforce.rest.Answer;
import dev.allotrope.salesforce.rest.QueryPage;
import dev.allotrope.salesforce.rest.Refusal;
import dev.allotrope.salesforce.rest.RestCall;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.salesforce.rest.StaleDescription;
import dev.allotrope.source.Grant;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.source.audit.Census;
import dev.allotrope.source.audit.Mention;
import dev.allotrope.source.audit.Sighting;
import dev.allotrope.source.audit.Sighting.State;
import dev.allotrope.source.audit.Sightings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Counts an org's articles and looks for single ones, published or not, without their texts.
final class SalesforceAuditor implements Auditor {
    private final SalesforceRest rest;
    private final Descriptions descriptions;

    SalesforceAuditor(SalesforceRest rest, Descriptions descriptions) {
        this.rest = rest;
        this.descriptions = descriptions;
    }

    @Override
    public Census census(Grant grant) {
        return count(grant, AuditSoql::counts, AuditSoql::published);
    }

    @Override
    public Census censusInScope(Grant grant) {
        return count(grant, AuditSoql::countsInScope, AuditSoql::publishedInScope);
    }

    private Census count(Grant grant, Function<Knowledge, String> byGroups, Function<Knowledge, String> atOnce) {
        String doing = "count the articles of data source " + grant.connection();
        return descriptions.withKnown(grant, knowledge -> {
            RestCall call = RestCall.query(knowledge.version(), byGroups.apply(knowledge), RestCall.MAX_ROWS);
            return switch (rest.ask(grant, call, doing, QueryPage.of(row -> group(knowledge, row)))) {
                case Answer.Given<QueryPage<Optional<Census.Group>>>(QueryPage<Optional<Census.Group>> page, long _) ->
                    new Census(page.rows().stream().flatMap(Optional::stream).toList(), typeTag(knowledge), null);
                case Answer.Refused<QueryPage<Optional<Census.Group>>>(Refusal refusal) ->
                    coarse(
                            grant,
                            RestCall.query(knowledge.version(), atOnce.apply(knowledge), RestCall.MAX_ROWS),
                            refusal);
            };
        });
    }

    @Override
    public List<Sighting> changedSince(Grant grant, Instant since) {
        String doing = "look for changed articles of data source " + grant.connection();
        return descriptions.withKnown(
                grant, knowledge -> seen(grant, knowledge, AuditSoql.changed(knowledge, since), doing));
    }

    @Override
    public Optional<Mention> mention(String typed) {
        return Mentions.read(typed);
    }

    @Override
    public Optional<Mention> link(String target) {
        return Mentions.link(target);
    }

    @Override
    public Sightings sightings(Grant grant, Mention mention) {
        String doing = "look for an article of data source " + grant.connection();
        return descriptions.withKnown(grant, knowledge -> {
            Function<String, List<Sighting>> ask = soql -> seen(grant, knowledge, soql, doing);
            if (onlyArticles(mention)) {
                return new Sightings(ask.apply(AuditSoql.versions(knowledge, mention.families())), null);
            }
            List<Sighting> named = new ArrayList<>(ask.apply(AuditSoql.named(knowledge, mention)));
            if (named.isEmpty() && !mention.revisions().isEmpty()) {
                named.addAll(ask.apply(AuditSoql.replaced(knowledge, mention.revisions())));
            }
            return named.isEmpty()
                    ? Sightings.NONE
                    : family(mention, named, ids -> ask.apply(AuditSoql.versions(knowledge, ids)));
        });
    }

    @Override
    public Optional<String> right(State state) {
        return switch (state) {
            case PUBLISHED -> Optional.empty();
            case DRAFT -> Optional.of("View Draft Articles");
            case ARCHIVED -> Optional.of("View Archived Articles");
        };
    }

    /// All versions of what was named. A number may be the URL name of another article: what is published wins.
    private static Sightings family(
            Mention mention, List<Sighting> named, Function<List<String>, List<Sighting>> versions) {
        Sighting first = Sightings.best(named).orElseThrow();
        List<Sighting> all = versions.apply(List.of(first.family()));
        boolean one = named.stream()
                        .filter(sighting -> sighting.family().equals(first.family()))
                        .map(Sighting::language)
                        .distinct()
                        .count()
                == 1;
        return new Sightings(all, one && mention.families().isEmpty() ? first.externalId() : null);
    }

    private static boolean onlyArticles(Mention mention) {
        return !mention.families().isEmpty()
                && mention.revisions().isEmpty()
                && mention.metadata().isEmpty();
    }

    private List<Sighting> seen(Grant grant, Knowledge knowledge, String soql, String doing) {
        List<Sighting> seen = new ArrayList<>();
        RestCall call = RestCall.query(knowledge.version(), soql, RestCall.MAX_ROWS);
        while (true) {
            switch (rest.ask(grant, call, doing, QueryPage.of(SeenVersion::of))) {
                case Answer.Refused<QueryPage<Optional<Sighting>>>(Refusal refusal) ->
                    throw StaleDescription.unlessFinal(refusal, doing);
                case Answer.Given<QueryPage<Optional<Sighting>>>(QueryPage<Optional<Sighting>> page, long _) -> {
                    page.rows().forEach(row -> row.ifPresent(seen::add));
                    if (page.next() == null) {
                        return seen;
                    }
                    call = RestCall.nextPage(page.next(), RestCall.MAX_ROWS);
                }
            }
        }
    }

    /// Also for an org with too many groups: an answer of groups has no second page.
    private Census coarse(Grant grant, RestCall call, Refusal refusal) {
        String doing = "count the published articles of data source " + grant.connection();
        long published = rest.ask(grant, call, doing, QueryPage.of(row -> row))
                .orThrow(doing)
                .total();
        return new Census(List.of(new Census.Group(null, "", State.PUBLISHED, published)), null, refusal.errorCode());
    }

    private static Optional<Census.Group> group(Knowledge knowledge, JsonNode row) {
        String type = AuditSoql.type(knowledge).orElse("");
        return SeenVersion.state(row.path("PublishStatus").asString(""))
                .map(state -> new Census.Group(
                        row.path("Language").asString(""),
                        row.path(type.substring(type.lastIndexOf('.') + 1)).asString(""),
                        state,
                        row.path(AuditSoql.AMOUNT).asLong(0)));
    }

    private static @Nullable String typeTag(Knowledge knowledge) {
        return AuditSoql.type(knowledge).isEmpty() ? null : Articles.TYPE_TAG;
    }
}
