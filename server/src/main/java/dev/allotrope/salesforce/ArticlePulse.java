package dev.allotrope.salesforce;

import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.article.ServerTime;
import dev.allotrope.salesforce.article.Soql;
import dev.allotrope.salesforce.rest.Answer;
import dev.allotrope.salesforce.rest.JsonFields;
import dev.allotrope.salesforce.rest.QueryPage;
import dev.allotrope.salesforce.rest.Refusal;
import dev.allotrope.salesforce.rest.RestCall;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.salesforce.rest.StaleDescription;
import dev.allotrope.source.Grant;
import dev.allotrope.source.Pulse;
import dev.allotrope.source.Watermark;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/// Counts what is published and finds the newest times with one aggregate query, or with two plain ones where the org
/// refuses aggregates.
final class ArticlePulse {
    private final SalesforceRest rest;
    private final Descriptions descriptions;

    ArticlePulse(SalesforceRest rest, Descriptions descriptions) {
        this.rest = rest;
        this.descriptions = descriptions;
    }

    Pulse take(Grant grant, Knowledge knowledge) {
        String doing = "ask what moved for data source " + grant.connection();
        if (!knowledge.abilities().aggregates()) {
            return plainly(grant, knowledge, doing);
        }
        RestCall call = RestCall.query(knowledge.version(), Soql.pulse(knowledge), RestCall.MAX_ROWS);
        return switch (rest.ask(grant, call, doing, ArticlePulse::aggregated)) {
            case Answer.Given<Pulse>(Pulse pulse, long _) -> pulse;
            case Answer.Refused<Pulse>(Refusal refusal) -> {
                if (refusal.kind() != Refusal.Kind.OTHER && refusal.kind() != Refusal.Kind.TOO_MUCH) {
                    throw StaleDescription.unlessFinal(refusal, doing);
                }
                Pulse pulse = plainly(grant, knowledge, doing);
                descriptions.learned(grant, knowledge.withoutAggregates());
                yield pulse;
            }
        };
    }

    /// The first page of a query tells how many rows all its pages have.
    private Pulse plainly(Grant grant, Knowledge knowledge, String doing) {
        QueryPage<Instant> modified = newest(grant, knowledge, "SystemModstamp", doing);
        QueryPage<Instant> published = newest(grant, knowledge, "LastPublishedDate", doing);
        return new Pulse(modified.total(), new Watermark(first(modified), first(published)));
    }

    private QueryPage<Instant> newest(Grant grant, Knowledge knowledge, String field, String doing) {
        RestCall call = RestCall.query(knowledge.version(), Soql.newest(knowledge, field), RestCall.MIN_ROWS);
        return rest.ask(
                        grant,
                        call,
                        doing,
                        parser -> QueryPage.of(row -> time(parser, row, field)).read(parser))
                .orThrow(doing);
    }

    private static Instant first(QueryPage<Instant> page) {
        return page.rows().isEmpty() ? Instant.EPOCH : page.rows().getFirst();
    }

    private static Pulse aggregated(JsonParser parser) {
        QueryPage<Pulse> page = QueryPage.of(row -> pulse(parser, row)).read(parser);
        if (page.rows().size() != 1) {
            throw JsonFields.malformed(
                    parser, "an aggregate has one row, not " + page.rows().size());
        }
        return page.rows().getFirst();
    }

    private static Pulse pulse(JsonParser parser, JsonNode row) {
        JsonNode count = row.path(Soql.COUNTED);
        if (!count.isIntegralNumber()) {
            throw JsonFields.malformed(parser, "the number of articles is missing");
        }
        return new Pulse(
                count.asLong(), new Watermark(time(parser, row, Soql.MODIFIED), time(parser, row, Soql.PUBLISHED)));
    }

    /// Nothing published has no newest time.
    private static Instant time(JsonParser parser, JsonNode row, String field) {
        Optional<String> text = row.path(field).stringValueOpt();
        try {
            return text.map(ServerTime::parse).orElse(Instant.EPOCH);
        } catch (DateTimeException e) {
            throw JsonFields.malformed(parser, "a time is in an unknown form");
        }
    }
}
