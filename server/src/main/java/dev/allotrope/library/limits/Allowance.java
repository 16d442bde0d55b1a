package dev.allotrope.library.limits;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.RunId;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.settings.Formats;
import dev.allotrope.tenant.settings.Limit;
import dev.allotrope.tenant.settings.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the limits of customers allow. What is held stays and may be renewed as long as it does not grow, whatever a
/// limit is lowered to; only more than that needs room.
public final class Allowance {
    /// How long it is remembered what a run added: longer than any run takes.
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final Settings settings;
    private final JdbcClient jdbc;
    private final String kind;

    /// `kind` is that of the sources of the documents, as settings name it.
    public Allowance(Settings settings, JdbcClient jdbc, String kind) {
        this.settings = settings;
        this.jdbc = jdbc;
        this.kind = kind;
    }

    /// The characters that a document counts for, and those of the content that came for it.
    record Wish(long before, long after) {
        long added() {
            return Math.max(0, after - before);
        }
    }

    /// Has everybody who adds to the customer's library wait until this transaction ends, if there is any limit.
    public void enter(Tenant tenant) {
        settings.limitsForAdding(tenant);
    }

    /// How many more documents the run may make of items.
    public Room forItems(Tenant tenant, RunId run) {
        Room room = forDocuments(tenant, run);
        return formats(tenant).takesDocuments(kind) ? room : Room.none(new Obstacle.Format(kind));
    }

    /// How many more documents the run may make, whatever they are.
    public Room forDocuments(Tenant tenant, RunId run) {
        return forDocuments(tenant, run, settings.limitsForAdding(tenant));
    }

    /// How many more documents the run could make if nobody else made any. Lets nobody wait.
    public Room aheadForDocuments(Tenant tenant, RunId run) {
        return forDocuments(tenant, run, settings.limits(tenant));
    }

    /// The formats that the customer's organization wants.
    public Formats formats(Tenant tenant) {
        return settings.ofOrganization(tenant.organization()).formats(kind);
    }

    /// What a name stands for that was remembered when something was held back, as high as it is by now.
    public Obstacle named(Tenant tenant, String name) {
        return Obstacle.named(name, settings.limits(tenant));
    }

    /// The same, and whether an item would be held back again if a new upload brought it now.
    public Standing standing(Tenant tenant, String name) {
        return switch (named(tenant, name)) {
            case Obstacle.Format format -> new Standing(format, !formats(tenant).takesDocuments(format.format()));
            case Obstacle.Full full ->
                new Standing(
                        full,
                        switch (full.limit()) {
                            case DOCUMENTS -> documents(tenant) >= full.most();
                            case DOCUMENTS_PER_UPLOAD, CHARACTERS_PER_UPLOAD -> full.most() == 0;
                            case CHARACTERS -> characters(tenant) >= full.most();
                            case CHARACTERS_PER_DOCUMENT -> true;
                        });
        };
    }

    /// An obstacle as it is now, with what it allows by now, and whether it still stands in the way.
    public record Standing(Obstacle obstacle, boolean stands) {}

    private Room forDocuments(Tenant tenant, RunId run, Limits limits) {
        return Room.under(limits, Limit.DOCUMENTS, () -> documents(tenant))
                .orLess(Room.under(limits, Limit.DOCUMENTS_PER_UPLOAD, () -> added(tenant, run, "documents")));
    }

    /// Whether a document may have so many characters.
    public Verdict judge(Tenant tenant, DocumentId document, long characters) {
        Limits limits = settings.limitsForAdding(tenant);
        if (limits.equals(Limits.NONE)) {
            return Verdict.NOTHING_TO_SAY;
        }
        return jdbc.sql("""
                        SELECT characters, queued_by FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND id = ?
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), document.value())
                .query((row, number) -> {
                    Wish wish = new Wish(row.getLong(1), characters);
                    RunId run = new RunId(row.getLong(2));
                    Obstacle obstacle =
                            obstacle(limits, wish, () -> characters(tenant), () -> added(tenant, run, "characters"));
                    return new Verdict(run, wish.added(), obstacle);
                })
                .optional()
                .orElse(Verdict.NOTHING_TO_SAY);
    }

    /// What stood in the way of chunks that were uploaded for a document in this transaction, after others of the same
    /// upload that added `soFar`; null when nothing did.
    public @Nullable Obstacle againstUpload(Tenant tenant, long before, long after, long soFar) {
        Wish granted = new Wish(before, after);
        return obstacle(
                settings.limitsForAdding(tenant), granted, () -> characters(tenant) - granted.added(), () -> soFar);
    }

    /// Those of the documents for whose content there is room by now, one after the other.
    List<DocumentId> fitting(Tenant tenant, RunId run, Map<DocumentId, Wish> wishes) {
        Limits limits = settings.limitsForAdding(tenant);
        long used = characters(tenant) + promised(tenant);
        long added = added(tenant, run, "characters");
        List<DocumentId> fitting = new ArrayList<>();
        for (Map.Entry<DocumentId, Wish> each : wishes.entrySet()) {
            Wish wish = each.getValue();
            long usedNow = used;
            long addedNow = added;
            if (obstacle(limits, wish, () -> usedNow, () -> addedNow) == null) {
                fitting.add(each.getKey());
                used += wish.added();
                added += wish.added();
            }
        }
        return fitting;
    }

    private static @Nullable Obstacle obstacle(Limits limits, Wish wish, LongSupplier used, LongSupplier added) {
        if (wish.added() == 0) {
            return null;
        }
        return Stream.of(
                        Room.under(limits, Limit.CHARACTERS_PER_DOCUMENT, wish::before),
                        Room.under(limits, Limit.CHARACTERS, used),
                        Room.under(limits, Limit.CHARACTERS_PER_UPLOAD, added))
                .filter(room -> room.free() < wish.added())
                .findFirst()
                .map(Room::beyond)
                .orElse(null);
    }

    /// Counts documents that a run made.
    public void made(Tenant tenant, RunId run, long documents) {
        count(tenant, run, documents, 0);
    }

    /// Counts what was allowed, once it is stored.
    public void taken(Tenant tenant, Verdict verdict) {
        if (verdict.run() != null && verdict.added() > 0) {
            count(tenant, verdict.run(), 0, verdict.added());
        }
    }

    private void count(Tenant tenant, RunId run, long documents, long characters) {
        forgetOld(tenant);
        jdbc.sql("""
                        INSERT INTO library_added (run, organization_id, customer_id, documents, characters)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (run) DO UPDATE SET documents = library_added.documents + excluded.documents,
                            characters = library_added.characters + excluded.characters
                        """)
                .params(
                        run.value(),
                        tenant.organization().value(),
                        tenant.customer().value())
                .params(documents, characters)
                .update();
    }

    /// Remembers that a run came up against a limit. Whether it is the first time.
    public boolean reached(Tenant tenant, RunId run, Obstacle obstacle) {
        forgetOld(tenant);
        return jdbc.sql("""
                        INSERT INTO library_added (run, organization_id, customer_id, reached) VALUES (?, ?, ?, ARRAY[?])
                        ON CONFLICT (run) DO UPDATE SET reached = library_added.reached || excluded.reached
                        WHERE NOT library_added.reached @> excluded.reached
                        """)
                        .params(
                                run.value(),
                                tenant.organization().value(),
                                tenant.customer().value())
                        .param(obstacle.name())
                        .update()
                == 1;
    }

    private void forgetOld(Tenant tenant) {
        jdbc.sql("""
                        DELETE FROM library_added
                        WHERE organization_id = ? AND customer_id = ?
                          AND created_at < clock_timestamp() - make_interval(secs => ?)
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), (double) REMEMBERED.toSeconds())
                .update();
    }

    private long documents(Tenant tenant) {
        return number(tenant, "SELECT count(*) FROM library_document %s AND deleted_at IS NULL");
    }

    private long characters(Tenant tenant) {
        return number(tenant, "SELECT coalesce(sum(characters), 0) FROM library_document %s AND deleted_at IS NULL");
    }

    /// What documents will have that were let in and are still on their way.
    private long promised(Tenant tenant) {
        return number(tenant, """
                SELECT coalesce(sum(greatest(wanted_characters - characters, 0)), 0) FROM library_document %s
                  AND deleted_at IS NULL AND awaits IS NOT NULL AND wanted_characters IS NOT NULL
                """);
    }

    private long number(Tenant tenant, String sql) {
        return jdbc.sql(sql.formatted("WHERE organization_id = ? AND customer_id = ?"))
                .params(tenant.organization().value(), tenant.customer().value())
                .query(Long.class)
                .single();
    }

    private long added(Tenant tenant, RunId run, String what) {
        return jdbc.sql("SELECT " + what
                        + " FROM library_added WHERE organization_id = ? AND customer_id = ? AND run = ?")
                .params(tenant.organization().value(), tenant.customer().value(), run.value())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }
}
