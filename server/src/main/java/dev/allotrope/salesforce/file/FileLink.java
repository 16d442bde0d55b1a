package dev.allotrope.salesforce.file;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.salesforce.article.SalesforceId;
import dev.allotrope.salesforce.article.ServerTime;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.source.attachment.HungFiles;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The links between versions of articles and files, `ContentDocumentLink` (object reference). They hang on the id of
/// the version, and may only be asked for by ids.
public final class FileLink {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS][XXX][XX]");
    private static final String FIELDS = "LinkedEntityId, ContentDocumentId, ContentDocument.Title,"
            + " ContentDocument.FileExtension, ContentDocument.ContentSize, ContentDocument.LatestPublishedVersionId,"
            + " ContentDocument.CreatedDate, ContentDocument.ContentModifiedDate";

    /// Which links count as those of articles. What may be asked for by ids may be asked for by a semi-join (SOQL
    /// reference, "Comparison Operators").
    private static final String OF_PUBLISHED =
            " FROM ContentDocumentLink WHERE LinkedEntityId IN (SELECT Id FROM %s WHERE PublishStatus = 'Online')";

    private FileLink() {}

    /// All links of these versions.
    public static String of(List<String> versionIds) {
        return "SELECT " + FIELDS + " FROM ContentDocumentLink WHERE LinkedEntityId IN ('"
                + String.join("','", versionIds) + "')";
    }

    /// How many links the published articles of an org have, and when the newest came about, in one row for [#hung].
    public static String hungOn(String object) {
        return "SELECT COUNT(Id) links, MAX(SystemModstamp) hung" + OF_PUBLISHED.formatted(object);
    }

    public static HungFiles hung(JsonNode row) {
        JsonNode number = row.path("links");
        if (!number.isIntegralNumber()) {
            throw malformed("their number is missing", null);
        }
        String newest = text(row, "hung");
        return new HungFiles(number.asLong(), newest.isEmpty() ? Instant.EPOCH : time("hung last", newest));
    }

    /// The links of published articles that came about at `since` or later.
    public static String hungSince(String object, Instant since) {
        return "SELECT " + FIELDS + OF_PUBLISHED.formatted(object) + " AND SystemModstamp >= "
                + ServerTime.literal(since);
    }

    /// The newest versions of files, whatever they hang on, of `since` or later, the latest first.
    public static String newVersions(Instant since, int most) {
        return "SELECT ContentDocumentId FROM ContentVersion WHERE IsLatest = true AND SystemModstamp >= "
                + ServerTime.literal(since) + " ORDER BY SystemModstamp DESC LIMIT " + most;
    }

    /// The document of a row of [#newVersions].
    public static String document(JsonNode row) {
        return id(row.path("ContentDocumentId"));
    }

    /// All links of these files, to whatever they hang on.
    public static String ofFiles(List<String> fileIds) {
        return "SELECT " + FIELDS + " FROM ContentDocumentLink WHERE ContentDocumentId IN ('"
                + String.join("','", fileIds) + "')";
    }

    /// The file of a row. `instance` opens the page of any record by its id.
    public static AttachedFile read(URI instance, JsonNode row) {
        JsonNode document = row.path("ContentDocument");
        String fileId = id(row.path("ContentDocumentId"));
        String extension = text(document, "FileExtension").toLowerCase(Locale.ROOT);
        return new AttachedFile(
                id(row.path("LinkedEntityId")),
                fileId,
                id(document.path("LatestPublishedVersionId")),
                name(text(document, "Title"), extension),
                extension,
                document.path("ContentSize").asLong(0),
                instance.resolve("/" + fileId).toString(),
                time(fileId, text(document, "CreatedDate")),
                time(fileId, text(document, "ContentModifiedDate")));
    }

    /// Titles usually lack the extension that the uploaded file had.
    private static String name(String title, String extension) {
        boolean whole = extension.isEmpty() || title.toLowerCase(Locale.ROOT).endsWith("." + extension);
        return whole ? title : title + "." + extension;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("").replace("\0", "");
    }

    private static String id(JsonNode node) {
        String text = node.asString("");
        return SalesforceId.normalise(text).orElseThrow(() -> malformed("an id is none", null));
    }

    private static Instant time(String fileId, String text) {
        try {
            return OffsetDateTime.parse(text, TIME).toInstant();
        } catch (DateTimeParseException e) {
            throw malformed("a time of file " + fileId + " is in an unknown form", e);
        }
    }

    private static Failure malformed(String reason, @Nullable Throwable cause) {
        return new Failure(
                ErrorCode.SOURCE_RESPONSE_MALFORMED,
                "could not read the files that hang on articles: " + reason,
                Retry.NEVER,
                cause);
    }
}
