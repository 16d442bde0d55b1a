package dev.allotrope.carbon.runs;

import dev.allotrope.sync.audit.Proof.Cause;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Salesforce's own counts at the end of a run, beside ours. `published` is how many article versions Salesforce counts
/// as published, null when it could not be asked; `listed` how many the run listed, `searchable` how many search finds.
/// `complete` when every difference has a known reason; `unreadable` says why Salesforce told less than it could.
record Proof(
        Instant countedAt,
        @Nullable Long published,
        long listed,
        long searchable,
        boolean complete,
        @Nullable String unreadable,
        List<Group> groups,
        List<Difference> differences) {
    /// Articles of one language and record type; what Salesforce does not tell is null.
    record Group(
            String language,
            String type,
            @Nullable Long published,
            @Nullable Long drafts,
            @Nullable Long archived,
            long listed,
            long searchable) {}

    /// Articles that are in one count and not in another, why, and some of their external ids.
    record Difference(Cause reason, String text, String language, String type, long count, List<String> examples) {}

    static Proof of(dev.allotrope.sync.audit.Proof proof) {
        return new Proof(
                proof.countedAt(),
                proof.published(),
                proof.listed(),
                proof.searchable(),
                proof.complete(),
                proof.unreadable(),
                proof.groups().stream().map(Proof::group).toList(),
                proof.differences().stream().map(Proof::difference).toList());
    }

    private static Group group(dev.allotrope.sync.audit.Proof.Group group) {
        return new Group(
                group.language(),
                group.type(),
                group.published(),
                group.drafts(),
                group.archived(),
                group.listed(),
                group.searchable());
    }

    private static Difference difference(dev.allotrope.sync.audit.Proof.Difference difference) {
        return new Difference(
                difference.cause(),
                text(difference.cause()),
                difference.language(),
                difference.type(),
                difference.count(),
                difference.examples());
    }

    /// What a reason means.
    static String text(Cause cause) {
        return switch (cause) {
            case OUT_OF_SCOPE -> "published, and kept out by the data source's scope";
            case NOT_CHOSEN -> "listed, and not chosen: the data source syncs chosen articles only";
            case DELETED_BY_OWNER -> "listed, and left out because its file was deleted through the API";
            case LIMIT_REACHED -> "listed, and held back by one of the customer's limits until there is room";
            case FORMAT_NOT_ALLOWED -> "listed, and left out because the organization does not allow its format";
            case NOT_FOR_SEARCH -> "synced without chunks, as it was asked for, so that search does not find it";
            case NO_BODY -> "published, but the fields that the connected user sees hold no text";
            case FAILED -> "could not be fetched or processed; the file has the error";
            case WAITING -> "fetched, or about to be, and not processed yet";
            case HELD -> "no longer published, and its removal is held";
            case CHANGED_MEANWHILE -> "published, changed or taken off in Salesforce while the run ran";
            case UNEXPLAINED -> "no reason is known";
        };
    }
}
