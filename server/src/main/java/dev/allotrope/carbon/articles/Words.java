package dev.allotrope.carbon.articles;

import dev.allotrope.carbon.contract.ExternalFileSyncStatuses;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.sync.explain.Fact;
import dev.allotrope.sync.explain.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/// What is said to people about articles. `docs/missing-articles.md` is written from here.
final class Words {
    private Words() {}

    /// What a reason means.
    static String meaning(Reason reason) {
        return switch (reason) {
            case SEARCHABLE -> "It is here, as it is published; `since` says since when, `revision` which version.";
            case DRAFT_ONLY -> "It is not published (in this language): Salesforce has only a draft.";
            case IN_ARCHIVE -> "It was archived in Salesforce, and archived articles are not searched.";
            case TAKEN_OFF -> "It was here until it was unpublished in Salesforce; a draft is what is left of it.";
            case NOT_SEEN ->
                "The connected Salesforce user sees no version of it: it was deleted, it is not shared with that user,"
                        + " or it is a draft or archived and the user may not see those. The evidence names the right"
                        + " that is missing.";
            case FILTERED ->
                "It is published, and a filter of the data source's scope keeps it out. The evidence names it.";
            case NOT_CHOSEN -> "It is published, but the data source syncs chosen articles only, and nobody chose it.";
            case FORMAT_NOT_ALLOWED ->
                "It is published, but the organization's `allowed_file_formats` for Salesforce do not name its format,"
                        + " which is `SALESFORCE` for articles.";
            case LIMIT_REACHED -> "One of the customer's limits holds it back; the evidence says which.";
            case DELETED_BY_OWNER ->
                "Its file was deleted through the API, and automatic syncs leave out what was deleted.";
            case NOT_FOR_SEARCH ->
                "Its file was synced without chunks (`skip_embedding_generation` or `skip_file_processing`), so search"
                        + " does not find it.";
            case EMPTY -> "It is published, but the fields that the connected user sees hold no text.";
            case NOT_PROCESSED -> "It could not be fetched or processed; the evidence has the error.";
            case RUN_FAILED -> "The data source's latest sync failed before it came to this article.";
            case REMOVAL_HELD ->
                "It is no longer published, like so many others at once that Allotrope asks before it removes them.";
            case IN_QUEUE -> "It is queued, or being fetched or processed just now.";
            case RUN_WAITS ->
                "The sync that will bring it waits: for API calls to be free again, or for Salesforce to answer.";
            case NOT_LISTED_YET -> "It was published after the latest listing.";
            case NEWER_VERSION -> "It is here, but a newer version is published by now.";
            case CANCELED -> "A sync was canceled before it came to this article.";
            case NOT_ASKED -> "Salesforce could not be asked, and what is here does not tell. The evidence says why.";
            case UNEXPLAINED -> "It is published, and nothing that Allotrope knows keeps it out.";
        };
    }

    /// What is to be done.
    static String action(Reason reason) {
        return switch (reason) {
            case SEARCHABLE -> "Nothing.";
            case DRAFT_ONLY, TAKEN_OFF -> "Publish the draft in Salesforce; the next sync brings it.";
            case IN_ARCHIVE ->
                "If it is still needed, restore it in Salesforce and publish it; the next sync brings it.";
            case NOT_SEEN ->
                "Check that its number (with all zeros), id or link is right. Then look for it in Salesforce as an"
                        + " administrator. If it is published, give the connected user access to it: data category"
                        + " visibility, sharing, or the language. If it is a draft, publish it. Where the evidence names a"
                        + " right as missing or needed, grant it to the connected user, to be told here which it is.";
            case FILTERED -> "If it is to be here, widen the scope in the settings of the data source.";
            case NOT_CHOSEN -> "Choose it in the file picker, or with POST /integrations/files/sync.";
            case FORMAT_NOT_ALLOWED ->
                "Add the format to `data_source_configs` with POST /organization/update; the next sync brings it.";
            case LIMIT_REACHED ->
                "Raise the limit with POST /update_users or /organization/update, or delete files; the next sync takes"
                        + " it up when there is room.";
            case DELETED_BY_OWNER, NOT_FOR_SEARCH ->
                "Sync it again with POST /integrations/files/sync, with its external id.";
            case EMPTY ->
                "If Salesforce shows text in it, give the connected user read access to the fields that hold it"
                        + " (field-level security), then sync again.";
            case NOT_PROCESSED ->
                "Remove what the error names, then POST /resync_file; every full sync tries again by itself.";
            case RUN_FAILED ->
                "Remove what the error names: reconnect the data source if it says so. Then POST /integrations/items/sync.";
            case REMOVAL_HELD ->
                "If the articles are meant to be gone, POST the run's release:"
                        + " /data_sources/{id}/sync_runs/{run}/release. If not, restore the connected user's rights and"
                        + " sync again.";
            case IN_QUEUE -> "Wait; ask again in a few minutes.";
            case RUN_WAITS -> "Wait: it goes on by itself at the time that the evidence names.";
            case NOT_LISTED_YET, NEWER_VERSION, CANCELED ->
                "Wait for the next sync, or start one with POST /integrations/items/sync.";
            case NOT_ASKED ->
                "Remove the cause that the evidence names: reconnect the data source if it says so. Ask again.";
            case UNEXPLAINED ->
                "POST /integrations/items/sync and ask again. If it stays, please report it with this answer.";
        };
    }

    /// A fact as a sentence.
    static String sentence(Fact fact) {
        String detail = fact.detail();
        return switch (fact.kind()) {
            case PUBLISHED -> "Version " + detail + " is published.";
            case DRAFT -> "Version " + detail + " is a draft.";
            case ARCHIVED -> "Version " + detail + " is archived.";
            case NOTHING_SEEN -> "The connected user sees no version of it.";
            case NO_DRAFTS_SEEN ->
                "The connected user sees no drafts at all: the right \"" + detail + "\" is missing, or there are none.";
            case NO_ARCHIVE_SEEN ->
                "The connected user sees no archived articles at all: the right \"" + detail
                        + "\" is missing, or there are none.";
            case DRAFTS_SEEN -> "The connected user has the right \"" + detail + "\", and it is none of the drafts.";
            case ARCHIVE_SEEN ->
                "The connected user has the right \"" + detail + "\", and it is none of the archived articles.";
            case RIGHT_NEEDED -> "It may be one that is seen with the right \"" + detail + "\" only.";
            case NOT_ASKED -> "Salesforce could not be asked: " + detail;
            case SEARCHABLE -> "Search finds version " + detail + ", which was synced" + at(fact) + ".";
            case HELD_REVISION -> "Search finds version " + detail + ", an earlier one.";
            case HELD_UNTIL -> "It was here until it was removed" + at(fact) + ".";
            case STILL_HERE -> "Its file is still here; the next full sync removes it.";
            case LISTED -> "A listing showed it" + at(fact) + ".";
            case NEVER_LISTED -> "No listing showed it so far.";
            case DELETED_BY_OWNER -> "Its file was deleted through the API" + at(fact) + ".";
            case DOCUMENT_STATUS -> "Its file is " + state(detail) + ".";
            case DOCUMENT_ERROR -> "The error: " + detail;
            case DEPTH -> "Search finds chunks, and only " + asked(detail) + " was asked for.";
            case NO_TEXT -> "Its file has no text.";
            case CHOSEN_ONLY -> "The data source syncs chosen articles only.";
            case LIMIT -> "What holds it back: " + detail + ".";
            case FILES_HELD_BACK -> "Files on it that are held back: " + detail + ".";
            case FILTER -> "The filter: " + detail + ".";
            case REMOVAL_HELD -> "Run " + detail + " held its removal.";
            case RUN -> "It is about run " + detail + at(fact) + ".";
            case RUN_ERROR -> "The run says: " + detail;
            case RUN_GOES_ON -> "The run goes on by itself" + (fact.at() == null ? " soon" : at(fact)) + ".";
            case LAST_LISTING -> "The latest whole listing, run " + detail + ", began" + at(fact) + ".";
            case NO_LISTING -> "There was no whole listing yet.";
        };
    }

    /// The time of a fact to the second, so that the sentence says all that there is; its field `at` is exact.
    private static String at(Fact fact) {
        Instant at = fact.at();
        return at == null ? "" : " at " + at.truncatedTo(ChronoUnit.SECONDS);
    }

    /// The state as the API calls it.
    private static String state(String name) {
        return Stream.of(DocumentStatus.values())
                .filter(status -> status.name().equals(name))
                .map(status -> ExternalFileSyncStatuses.of(status).name())
                .findFirst()
                .orElse(name);
    }

    private static String asked(String depth) {
        return switch (depth) {
            case "RECORD" -> "its record";
            case "RAW" -> "its raw content";
            case "TEXT" -> "its text";
            default -> depth;
        };
    }
}
