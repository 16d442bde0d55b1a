package dev.allotrope.library.attachment;

import dev.allotrope.library.DocumentNews;
import dev.allotrope.library.Intake.Occasion;
import dev.allotrope.library.Intake.Withheld;
import dev.allotrope.library.attachment.AttachedDocuments.Asking;
import dev.allotrope.library.limits.Allowance;
import dev.allotrope.library.limits.Obstacle;
import dev.allotrope.library.limits.Room;
import dev.allotrope.parse.FileParser;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.settings.Formats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Which files of one [Recording] may become documents: the limits of the customer count them like all others, and the
/// organization may not want their format. What is held back is remembered with the document that it hangs on. Made
/// before any document is locked, used once, inside a transaction.
final class FileAdmissions {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<LinkedHashMap<String, String>> NAMES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Allowance allowance;
    private final Tenant tenant;
    private final Asking asking;
    private final Room room;
    private final Formats formats;
    private final Map<Long, Hanging> hanging = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private long made;

    FileAdmissions(
            JdbcClient jdbc, ApplicationEventPublisher events, Allowance allowance, Tenant tenant, Asking asking) {
        this.jdbc = jdbc;
        this.events = events;
        this.allowance = allowance;
        this.tenant = tenant;
        this.asking = asking;
        this.room = allowance.forDocuments(tenant, asking.run());
        this.formats = allowance.formats(tenant);
    }

    /// A document with the files on it that are held back: those that were, and those that are now.
    private record Hanging(
            String externalId, DocumentNews.Upload upload, Map<String, String> before, Map<String, Obstacle> now) {}

    /// What files become held back together, and are told of together.
    private record Reason(Obstacle obstacle, DocumentNews.Upload upload) {}

    /// Reads what is known of the documents that were asked about, once they are locked.
    void begin(Long[] articles) {
        jdbc.sql("""
                        SELECT id, external_id, request_id, upload_id, files_withheld FROM library_document
                        WHERE organization_id = ? AND customer_id = ? AND id = ANY (?)
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), articles)
                .query(row -> {
                    DocumentNews.Upload upload =
                            new DocumentNews.Upload(row.getString("request_id"), row.getString("upload_id"));
                    hanging.put(
                            row.getLong("id"),
                            new Hanging(
                                    row.getString("external_id"),
                                    upload,
                                    JSON.readValue(row.getString("files_withheld"), NAMES),
                                    new LinkedHashMap<>()));
                });
        jdbc.sql("""
                        SELECT x.external_id FROM library_exclusion x
                        JOIN library_document d ON d.connection_id = x.connection_id
                          AND d.external_id = split_part(x.external_id, '/', 1)
                        WHERE x.organization_id = ? AND x.customer_id = ? AND d.id = ANY (?)
                        """)
                .params(tenant.organization().value(), tenant.customer().value(), articles)
                .query(row -> {
                    deleted.add(row.getString(1));
                });
    }

    /// Whether a new file may become a document; what stands in the way is remembered. One that its owner deleted
    /// becomes none, and waits for nothing.
    boolean admits(long article, AttachedFile file) {
        Hanging on = hanging.get(article);
        if (on == null || deleted.contains(on.externalId() + "/" + file.fileId())) {
            return false;
        }
        Obstacle obstacle = obstacle(file).orElse(null);
        if (obstacle != null) {
            on.now().put(file.fileId(), obstacle);
            return false;
        }
        made++;
        return true;
    }

    private Optional<Obstacle> obstacle(AttachedFile file) {
        String format = FileParser.kind(file.extension()).toUpperCase(Locale.ROOT);
        if (!formats.takesFiles(format)) {
            return Optional.of(new Obstacle.Format(format));
        }
        return made < room.free() ? Optional.empty() : Optional.of(room.beyond());
    }

    /// Counts what became documents, remembers and tells what did not. Answers what was told.
    List<Withheld> finish() {
        if (room.limited() && made > 0) {
            allowance.made(tenant, asking.run(), made);
        }
        Map<Reason, List<String>> news = new LinkedHashMap<>();
        hanging.forEach((article, on) -> remember(article, on, news));
        List<Withheld> told = new ArrayList<>();
        news.forEach((reason, files) -> {
            tell(reason, files);
            files.forEach(file -> told.add(new Withheld(file, reason.obstacle().reason())));
        });
        return told;
    }

    private void remember(long article, Hanging on, Map<Reason, List<String>> news) {
        Map<String, String> names = new LinkedHashMap<>();
        on.now().forEach((file, obstacle) -> {
            names.put(file, obstacle.name());
            boolean known = obstacle.name().equals(on.before().get(file));
            if (!known || asking.occasion() != Occasion.AUTOMATIC) {
                news.computeIfAbsent(new Reason(obstacle, on.upload()), _ -> new ArrayList<>())
                        .add(on.externalId() + "/" + file);
            }
        });
        if (!names.equals(on.before())) {
            jdbc.sql("""
                            UPDATE library_document SET files_withheld = ?::jsonb
                            WHERE organization_id = ? AND customer_id = ? AND id = ?
                            """)
                    .param(JSON.writeValueAsString(names))
                    .params(tenant.organization().value(), tenant.customer().value(), article)
                    .update();
        }
    }

    private void tell(Reason reason, List<String> files) {
        Obstacle obstacle = reason.obstacle();
        events.publishEvent(new DocumentNews.Withheld(tenant, List.of(), files, obstacle.reason(), reason.upload()));
        if (obstacle.ofCustomer() && allowance.reached(tenant, asking.run(), obstacle)) {
            events.publishEvent(new DocumentNews.LimitReached(tenant, obstacle.reason(), reason.upload()));
        }
    }
}
