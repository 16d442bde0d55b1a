package dev.allotrope.notify;

import dev.allotrope.connect.ConnectionAuthorized;
import dev.allotrope.connect.ConnectionNews;
import dev.allotrope.connect.ConnectionResumed;
import dev.allotrope.connect.ConnectionRevoked;
import dev.allotrope.library.DocumentNews;
import dev.allotrope.library.Intake;
import dev.allotrope.library.usage.StatisticsAggregated;
import dev.allotrope.notify.message.Payload;
import dev.allotrope.sync.SyncNews;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.tenant.CustomerDeleted;
import dev.allotrope.tenant.CustomerErased;
import dev.allotrope.tenant.Tenant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;

/// Turns what happened into notices, in the transaction in which it did. `docs/webhooks.md` is the list of them.
final class Announcements {
    /// The most things that one notice names.
    static final int MAX_LISTED = 1_000;
    /// The most documents of one run that are told to wait for the remote allowance.
    static final int MAX_LIMITED = 2_000;

    static final String OUT_OF_SCOPE = "outside the scope that is set for the data source";
    static final String NOT_PUBLISHED = "not published any more, or not visible to the connected user";
    static final String EMPTIED = "its content was deleted, its record is kept";
    static final String HELD =
            "the source lacks them, but they are suspiciously many: their removal is held until it is"
                    + " released, or until they come back";

    private final Outbox outbox;
    private final WatchedUploads uploads;
    private final Intake intake;
    private final InstantSource clock;

    Announcements(Outbox outbox, WatchedUploads uploads, Intake intake, InstantSource clock) {
        this.outbox = outbox;
        this.uploads = uploads;
        this.intake = intake;
        this.clock = clock;
    }

    @EventListener
    void on(CustomerDeleted deleted) {
        outbox.forget(deleted.tenant().organization(), deleted.externalId());
    }

    @EventListener
    void on(CustomerErased erased) {
        outbox.forgetRest(erased.tenant().organization(), erased.externalId());
        outbox.tell(
                erased.tenant().organization(),
                erased.externalId(),
                Notice.of(Event.ORGANIZATION_USER_DELETED, erased.tenant().customer()));
    }

    @EventListener
    void on(StatisticsAggregated aggregated) {
        outbox.tell(aggregated.organization(), null, Notice.of(Event.FILE_STATISTICS_AGGREGATED));
    }

    @EventListener
    void on(ConnectionAuthorized authorized) {
        outbox.tell(authorized.tenant(), Notice.of(Event.ADD, authorized.connection()));
    }

    @EventListener
    void on(ConnectionRevoked revoked) {
        outbox.tell(revoked.tenant(), Notice.of(Event.REVOKE, revoked.connection()));
    }

    /// The end user chose again what to sync, by the options of the link.
    @EventListener
    void on(ConnectionResumed resumed) {
        outbox.tell(resumed.tenant(), Notice.of(Event.UPDATE, resumed.connection()));
    }

    @EventListener
    void on(ConnectionNews news) {
        Notice notice = switch (news) {
            case ConnectionNews.Denied _ -> Notice.of(Event.CANCEL);
            case ConnectionNews.Canceled canceled -> Notice.of(Event.CANCEL, canceled.connection());
            case ConnectionNews.Failed failed ->
                Notice.of(Event.DATA_SOURCE_ERROR, failed.connection(), Map.of("reason", failed.reason()));
            case ConnectionNews.Listed listed -> Notice.of(Event.DATA_SOURCE_READY, listed.connection());
        };
        outbox.tell(news.tenant(), notice);
    }

    @EventListener
    void on(DocumentNews news) {
        switch (news) {
            case DocumentNews.Created created -> created(created);
            case DocumentNews.Fetched fetched ->
                tellEach(fetched.tenant(), Event.FILE_SYNCING, fetched.documents(), Map.of());
            case DocumentNews.Ready ready -> tellEach(ready.tenant(), Event.FILE_READY, ready.documents(), Map.of());
            case DocumentNews.Failed failed ->
                tellEach(failed.tenant(), Event.FILE_ERROR, failed.documents(), Map.of("reason", failed.reason()));
            case DocumentNews.Removed removed ->
                removed.documents()
                        .forEach(id ->
                                outbox.tell(removed.tenant(), Notice.of(Event.FILE_DELETED, id, details(removed))));
            case DocumentNews.RemovalHeld held -> held(held);
            case DocumentNews.Withheld withheld -> withheld(withheld);
            case DocumentNews.LimitReached reached -> reached(reached);
        }
    }

    @EventListener
    void on(SyncNews news) {
        switch (news) {
            case SyncNews.Requested requested -> requested(requested.run());
            case SyncNews.Queued queued -> queued(queued.run());
            case SyncNews.ItemsSkipped skipped -> skipped(skipped);
            case SyncNews.Limited limited -> limited(limited);
        }
    }

    private void created(DocumentNews.Created created) {
        WatchedUploads.Upload upload = upload(created.requestId(), created.uploadId());
        listed(created.documents())
                .forEach(ids ->
                        outbox.tell(created.tenant(), Notice.ofUpload(Event.FILES_CREATED, ids, upload, Map.of())));
    }

    private void held(DocumentNews.RemovalHeld held) {
        Map<String, String> details = Map.of("reason", HELD);
        listed(held.documents())
                .forEach(ids -> outbox.tell(
                        held.tenant(),
                        Notice.of(Event.FILES_SKIPPED, ids, details, "DATA_SOURCE:" + held.connection())));
    }

    /// Items are no files yet, so they have no ids of ours: the details name them.
    private void withheld(DocumentNews.Withheld withheld) {
        WatchedUploads.Upload upload = upload(withheld.upload());
        listed(withheld.documents())
                .forEach(ids -> outbox.tell(
                        withheld.tenant(),
                        Notice.ofUpload(Event.FILES_SKIPPED, ids, upload, Map.of("reason", withheld.reason()))));
        listed(withheld.items())
                .forEach(some -> outbox.tell(withheld.tenant(), skipped(some, withheld.reason(), upload)));
    }

    private void reached(DocumentNews.LimitReached reached) {
        outbox.tell(
                reached.tenant(),
                Notice.ofCustomer(
                        Event.FILE_SYNC_LIMIT_REACHED,
                        reached.tenant().customer(),
                        upload(reached.upload()),
                        Map.of("reason", reached.reason())));
    }

    /// One choice of the end user's, however many files.
    private void requested(SyncRun run) {
        if (run.cause() == SyncRun.Cause.FILES_SYNC) {
            outbox.tell(run.tenant(), Notice.of(Event.UPDATE, run.connection()));
        }
    }

    /// Runs that nobody asked for are no uploads, unless they find something new.
    private void queued(SyncRun run) {
        boolean upload = switch (run.cause()) {
            case FILES_SYNC -> true;
            case CONNECT, SYNC_URL -> run.request().syncAll();
            case ITEMS_SYNC, RELEASE, SCHEDULE, CHECK, SETTINGS -> run.counts().admitted() > 0;
            case RESYNC -> false;
        };
        if (upload) {
            WatchedUploads.Upload queued =
                    upload(run.request().requestId(), run.request().uploadId());
            uploads.open(run.tenant(), queued, clock.instant());
            outbox.tell(run.tenant(), Notice.ofUpload(Event.ALL_UPLOADED_FILES_QUEUED, queued));
        }
    }

    /// They are no files, so they have no ids of ours: the details name them.
    private void skipped(SyncNews.ItemsSkipped skipped) {
        SyncRun run = skipped.run();
        WatchedUploads.Upload upload =
                upload(run.request().requestId(), run.request().uploadId());
        Map<String, List<String>> byReason = new TreeMap<>();
        skipped.skipped()
                .forEach(each -> byReason.computeIfAbsent(each.reason(), _ -> new ArrayList<>())
                        .add(each.externalId()));
        byReason.forEach((reason, items) ->
                listed(items).forEach(some -> outbox.tell(run.tenant(), skipped(some, reason, upload))));
    }

    private static Notice skipped(List<String> items, String reason, WatchedUploads.Upload upload) {
        Map<String, String> details = Map.of("reason", reason, "items", String.join(", ", items));
        return Notice.ofUpload(Event.FILES_SKIPPED, List.of(), upload, details);
    }

    private void limited(SyncNews.Limited limited) {
        SyncRun run = limited.run();
        if (run.stage() == SyncRun.Stage.FETCH) {
            Map<String, String> details = Map.of("reason", limited.reason());
            intake.waitingDocuments(run.tenant(), run.connection(), MAX_LIMITED)
                    .forEach(id -> outbox.tell(run.tenant(), Notice.of(Event.RATE_LIMIT_ERROR, id, details)));
        }
    }

    private void tellEach(
            Tenant tenant, Event event, List<DocumentNews.Subject> documents, Map<String, String> details) {
        documents.forEach(document -> {
            Map<String, String> all = new TreeMap<>(details);
            all.put("is_resync", Boolean.toString(document.again()));
            all.put("request_id", Objects.requireNonNullElse(document.requestId(), Payload.NONE));
            outbox.tell(tenant, Notice.of(event, document.id(), all));
        });
    }

    private static Map<String, String> details(DocumentNews.Removed removed) {
        return switch (removed.reason()) {
            case NOT_PUBLISHED -> Map.of("reason", NOT_PUBLISHED);
            case OUT_OF_SCOPE -> Map.of("reason", OUT_OF_SCOPE);
            case DELETED -> removed.extent() == DocumentNews.Extent.CONTENT ? Map.of("reason", EMPTIED) : Map.of();
        };
    }

    private static WatchedUploads.Upload upload(DocumentNews.Upload upload) {
        return upload(upload.requestId(), upload.uploadId());
    }

    private static WatchedUploads.Upload upload(@Nullable String requestId, @Nullable String uploadId) {
        return new WatchedUploads.Upload(
                Objects.requireNonNullElse(uploadId, Payload.NONE),
                Objects.requireNonNullElse(requestId, Payload.NONE));
    }

    private static <T> List<List<T>> listed(List<T> things) {
        return things.stream().gather(Gatherers.windowFixed(MAX_LISTED)).toList();
    }
}
