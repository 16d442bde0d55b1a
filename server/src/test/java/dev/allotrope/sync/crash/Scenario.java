package dev.allotrope.sync.crash;

import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.kernel.Retry;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Upload;
import dev.allotrope.sync.SyncRun.Cause;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.settings.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What happens to a connection while processes die: every kind of run, and everything that may come between.
enum Scenario {
    WHOLE_LISTINGS(Scenario::wholeListings),
    CHECKS(Scenario::checks),
    REMOVALS_HELD_AND_RELEASED(Scenario::removals),
    CHOSEN_AND_RESYNCED(Scenario::chosen),
    LIMITS_THAT_HOLD_BACK(Scenario::limits),
    NARROWED_SCOPE(Scenario::scope),
    ATTACHED_FILES(Scenario::attachments),
    TRANSLATIONS(Scenario::translations),
    ANOTHER_MODEL(Scenario::reembedding),
    CANCELED(Scenario::canceled),
    DISCONNECTED_IN_THE_MIDDLE(Scenario::disconnected),
    DELETED_CUSTOMER(Scenario::deleted);

    private static final Failure DOWN = new Failure(
            ErrorCode.SOURCE_UNAVAILABLE, "could not reach the source", Retry.after(Duration.ofSeconds(1)), null);
    private static final Failure REVOKED = new Failure(
            ErrorCode.SOURCE_REVOKED,
            "could not call the source: access was revoked",
            new Retry.AfterReauthorization(),
            null);

    private final Consumer<Story> script;

    Scenario(Consumer<Story> script) {
        this.script = script;
    }

    void tell(Story story) {
        script.accept(story);
    }

    /// Eight items; then one is new, some changed, one is gone, one is republished and one unpublished while they are
    /// fetched; at last the end user comes back with other options.
    private static void wholeListings(Story story) {
        publish(story, 8);
        story.source.attach("f1", "plan.txt", "the plan", "a0");
        story.list(Cause.CONNECT);
        story.source.publish("b", "new");
        story.source.publish("a1", "changed");
        story.source.publish("a3", "changed");
        story.source.publish("a4", "changed");
        story.source.publish("a5", "unreadable");
        story.source.unpublish("a2");
        story.source.beforeFetchOf("a3", () -> {
            story.source.publish("a3", "changed twice");
            story.source.unpublish("a4");
        });
        story.list(Cause.ITEMS_SYNC);
        story.options(new ProcessingOptions(300, 10, Depth.EMBEDDINGS, "OPENAI", true, false, true), true);
        story.list(Cause.SYNC_URL);
    }

    /// A watched connection: nothing moved, something changed, something changed and something is gone, something is
    /// gone.
    private static void checks(Story story) {
        story.order(node -> node.works
                .library
                .transactions()
                .run(
                        story.tenant,
                        () -> node.works.watches.plan(
                                story.tenant, story.connection, Duration.ofMinutes(5), Instant.now())));
        publish(story, 4);
        story.list(Cause.CONNECT);
        story.check();
        story.source.publish("a1", "changed");
        story.source.publish("b", "new");
        story.check();
        story.source.publish("a2", "changed");
        story.source.unpublish("a0");
        story.check();
        story.source.unpublish("a3");
        story.check();
    }

    /// Suspiciously much is gone: it is held, most comes back, much is gone again and is released.
    private static void removals(Story story) {
        publish(story, 7);
        story.list(Cause.CONNECT);
        IntStream.range(0, 4).forEach(i -> story.source.unpublish("a" + i));
        story.source.publish("a5", "changed");
        story.list(Cause.ITEMS_SYNC);
        IntStream.range(0, 3).forEach(i -> story.source.publish("a" + i, "back"));
        story.list(Cause.SCHEDULE);
        IntStream.range(0, 3).forEach(i -> story.source.unpublish("a" + i));
        story.list(Cause.ITEMS_SYNC);
        story.release();
    }

    /// Items become documents when they are chosen; one is synced again, one is not there any more, one was deleted by
    /// its owner.
    private static void chosen(Story story) {
        story.options(Story.WITH_FILES, false);
        publish(story, 5);
        story.source.attach("f1", "plan.txt", "the plan", "a0");
        story.select("a0", "a1", "nowhere");
        story.list(Cause.ITEMS_SYNC);
        story.select("a2", "a3");
        story.source.publish("a0", "changed");
        story.resync("a0");
        story.source.unpublish("a1");
        story.resync("a1");
        story.order(node -> story.held("a2")
                .ifPresent(id ->
                        node.works.library.documents.remove(story.tenant, List.of(id), Documents.Reason.DELETED)));
        story.source.publish("a3", "changed");
        story.list(Cause.ITEMS_SYNC);
        story.select("a2");
    }

    /// More is published than the customer may have; the limits are raised one after another.
    private static void limits(Story story) {
        publish(story, 4);
        story.source.publish("long", "a body that is much longer than the others are");
        limit(story, Limit.DOCUMENTS, 2L);
        story.list(Cause.CONNECT);
        limit(story, Limit.DOCUMENTS, 4L);
        limit(story, Limit.CHARACTERS_PER_DOCUMENT, 20L);
        story.list(Cause.SCHEDULE);
        limit(story, Limit.DOCUMENTS, 5L);
        story.list(Cause.SCHEDULE);
        limit(story, Limit.CHARACTERS_PER_DOCUMENT, 100L);
        story.list(Cause.SCHEDULE);
    }

    /// The scope of the connection narrows, by more than the guard lets pass, and widens again.
    private static void scope(Story story) {
        publish(story, 6);
        story.source.attach("f1", "plan.txt", "the plan", "a1");
        story.list(Cause.CONNECT);
        IntStream.range(1, 5).forEach(i -> story.source.exclude("a" + i, "languages"));
        story.source.unpublish("a5");
        story.list(Cause.SETTINGS);
        story.source.excludeNothing();
        story.list(Cause.SETTINGS);
    }

    /// Files come, change, move and go; most are gone at once, which is held and released.
    private static void attachments(Story story) {
        publish(story, 3);
        story.source.attach("f1", "plan.txt", "the plan", "a0", "a1");
        story.source.attach("f2", "list.csv", "a,b\n1,2", "a1");
        story.source.attach("f3", "film.mp4", "moving", "a2");
        story.source.attach("f4", "gone.txt", "not for long", "a2");
        story.list(Cause.CONNECT);
        story.source.attach("f1", "plan.txt", "another plan", "a0", "a1");
        story.source.attach("f2", "list 2.csv", "a,b\n1,2", "a1");
        story.source.detach("f4");
        story.list(Cause.ITEMS_SYNC);
        story.resync("a1/f1");
        story.source.detach("f1");
        story.source.detach("f2");
        story.list(Cause.ITEMS_SYNC);
        story.release();
    }

    /// Articles have translations, in languages that the model knows and does not know; some come and some go.
    private static void translations(Story story) {
        story.source.publish("k1:en_US", "the router manual");
        story.source.publish("k1:de", "das Handbuch");
        story.source.publish("k2:en_US", "the switch manual");
        story.list(Cause.CONNECT);
        story.source.publish("k2:de", "noch ein Handbuch");
        story.source.publish("k2:en_GB", "the switch manual");
        story.source.unpublish("k1:de");
        story.source.publish("k1:en_US", "the new router manual");
        story.list(Cause.ITEMS_SYNC);
        story.source.unpublish("k2:en_US");
        story.source.unpublish("k2:en_GB");
        story.list(Cause.SCHEDULE);
    }

    /// Documents, chunks of their owners and vectors of their owners; then the model becomes another.
    private static void reembedding(Story story) {
        publish(story, 3);
        story.list(Cause.CONNECT);
        story.order(node -> node.works.uploading.takeIn(
                story.tenant,
                List.of(
                        upload(story, "a0", "a chunk of its owner", null),
                        upload(story, "a1", "another chunk", new Embedding(new float[] {1, 0, 0})))));
        story.vectorLength = 16;
        story.order(node -> node.reembedding.request(story.tenant));
        story.source.publish("a2", "changed");
        story.list(Cause.ITEMS_SYNC);
        story.order(node -> node.reembedding.request(story.tenant));
    }

    /// A run stands still because bodies cannot be had, and is canceled; the next one takes what was left.
    private static void canceled(Story story) {
        publish(story, 4);
        story.source.attach("f1", "plan.txt", "the plan", "a0");
        story.source.failFetches(DOWN);
        story.list(Cause.CONNECT);
        story.order(node -> node.works.sync.cancel(story.tenant, story.connection));
        story.source.failFetches(null);
        story.list(Cause.ITEMS_SYNC);
        story.source.publish("a1", "changed");
        story.source.unpublish("a2");
        story.source.failFetches(DOWN);
        story.list(Cause.SCHEDULE);
        story.source.failFetches(null);
        story.letTimePass();
    }

    /// The account is disconnected while a run waits for the source, and connected again later.
    private static void disconnected(Story story) {
        publish(story, 4);
        story.list(Cause.CONNECT);
        story.source.publish("a1", "changed");
        story.source.unpublish("a2");
        story.source.failFetches(DOWN);
        story.list(Cause.ITEMS_SYNC);
        story.source.failFetches(null);
        story.source.failCalls(REVOKED);
        story.order(node -> node.revocation.revoke(story.tenant, story.connection));
        story.letTimePass();
        story.source.failCalls(null);
        story.authorized();
        story.list(Cause.CONNECT);
    }

    /// A customer is deleted while a run waits for the source; another one of the organization has the same texts, and
    /// keeps them.
    private static void deleted(Story story) {
        publish(story, 4);
        story.source.attach("f1", "plan.txt", "the plan", "a0");
        story.list(Cause.CONNECT);
        story.neighbour();
        story.source.publish("a1", "a text of its own");
        story.list(Cause.ITEMS_SYNC);
        story.order(node -> node.works.uploading.takeIn(
                story.tenant, List.of(upload(story, "a2", "a chunk of its owner", new Embedding(new float[] {1, 0})))));
        story.source.publish("b", "new");
        story.source.unpublish("a3");
        story.source.failFetches(DOWN);
        story.list(Cause.SCHEDULE);
        story.source.failFetches(null);
        story.order(node -> node.erasing
                .deletions()
                .delete(new Scope.Organization(story.tenant.organization()), List.of("customer")));
        story.requireErased();
    }

    private static void publish(Story story, int count) {
        IntStream.range(0, count).forEach(i -> story.source.publish("a" + i, "<h1>A</h1><p>body of a" + i + "</p>"));
    }

    private static void limit(Story story, Limit limit, Long most) {
        story.order(node -> node.works.library.limit(story.tenant, limit, most));
    }

    private static Upload upload(Story story, String id, String text, @Nullable Embedding vector) {
        return new Upload(
                story.document(id),
                "OPENAI",
                null,
                null,
                List.of(new Upload.Piece(0, text, vector)),
                Upload.Existing.REPLACE);
    }
}
