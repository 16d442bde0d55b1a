package dev.allotrope.salesforce.article;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.Retry;
import dev.allotrope.kernel.Tags;
import dev.allotrope.salesforce.article.Knowledge.BodyField;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.Item;
import dev.allotrope.source.ItemRef;
import dev.allotrope.source.Revision;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Makes items and contents of the rows of one org.
public final class Articles {
    private static final String MY_DOMAIN = ".my.salesforce.com";
    private static final String LIGHTNING = ".lightning.force.com";
    private static final String TAG = "salesforce_";
    private static final int SHAPE_LENGTH = 16;

    private final URI instance;
    private final Knowledge knowledge;

    public Articles(URI instance, Knowledge knowledge) {
        this.instance = instance;
        this.knowledge = knowledge;
    }

    public Item item(ArticleRow row) {
        Tags tags = tags(row);
        String url = url(row);
        Instant published = time(row, "LastPublishedDate", "LastModifiedDate", "SystemModstamp");
        return new Item(
                row.externalId(),
                row.text("Title"),
                new Revision(row.id(), version(row), published),
                stamp(row, url, tags),
                time(row, "ArticleCreatedDate", "CreatedDate", "FirstPublishedDate", "LastPublishedDate"),
                time(row, "LastModifiedDate", "LastPublishedDate", "SystemModstamp"),
                row.text("Language"),
                url,
                tags,
                metadata(row));
    }

    public Fetched.Content content(ItemRef asked, ArticleRow row) {
        Item item = item(row);
        return new Fetched.Content(asked, item, fingerprint(item, row), ArticleHtml.of(knowledge.body(), row));
    }

    /// Names what may have changed without a look at the body: the version, and what need not touch the version's
    /// row (categories, channels, link, and which body fields the user may see).
    private String stamp(ArticleRow row, String url, Tags tags) {
        List<String> shape = new ArrayList<>(List.of(url, tags.values().toString()));
        knowledge.body().forEach(field -> shape.add(field.name()));
        String hash = Fingerprint.of(shape.toArray(String[]::new)).hex().substring(0, SHAPE_LENGTH);
        return String.join(
                " ",
                row.id(),
                row.text("VersionNumber"),
                row.text("LastPublishedDate"),
                row.text("SystemModstamp"),
                hash);
    }

    private Fingerprint fingerprint(Item item, ArticleRow row) {
        List<String> parts = new ArrayList<>(List.of(
                item.name(),
                row.text("Summary"),
                String.valueOf(item.url()),
                item.tags().values().toString()));
        for (BodyField field : knowledge.body()) {
            parts.add(field.name());
            parts.add(field.label());
            parts.add(ArticleHtml.withoutVolatileParts(row.text(field.name())));
        }
        return Fingerprint.of(parts.toArray(String[]::new));
    }

    /// A link by UrlName opens whatever version is published; a link by version id would go stale. The form is that
    /// of the links between articles in rich text, `/articles/<language>/<object>/<UrlName>`, on the host of the
    /// Lightning pages.
    private String url(ArticleRow row) {
        String host = String.valueOf(instance.getHost());
        String base = host.endsWith(MY_DOMAIN)
                ? "https://" + host.substring(0, host.length() - MY_DOMAIN.length()) + LIGHTNING
                : instance.getScheme() + "://" + instance.getRawAuthority();
        return base + "/articles/" + encoded(row.text("Language")) + "/" + encoded(knowledge.prefix()) + "/"
                + encoded(row.text("UrlName"));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Tags tags(ArticleRow row) {
        SequencedMap<String, Tags.Value> tags = new LinkedHashMap<>();
        one(tags, "language", row.text("Language"));
        many(tags, "channels", channels(row));
        one(tags, "record_type", recordType(row));
        many(tags, "categories", List.copyOf(row.categories()));
        one(tags, "validation_status", row.text("ValidationStatus"));
        one(tags, "article_number", row.text("ArticleNumber"));
        return new Tags(tags);
    }

    private static void one(Map<String, Tags.Value> tags, String name, String text) {
        if (!text.isBlank()) {
            tags.put(TAG + name, new Tags.Value.One(text));
        }
    }

    private static void many(Map<String, Tags.Value> tags, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            tags.put(TAG + name, new Tags.Value.Many(texts));
        }
    }

    private static List<String> channels(ArticleRow row) {
        List<String> channels = new ArrayList<>();
        addIf(row.flag("IsVisibleInApp"), "internal", channels);
        addIf(row.flag("IsVisibleInCsp"), "customer", channels);
        addIf(row.flag("IsVisibleInPrm"), "partner", channels);
        addIf(row.flag("IsVisibleInPkb"), "public", channels);
        return channels;
    }

    private static void addIf(boolean visible, String channel, List<String> channels) {
        if (visible) {
            channels.add(channel);
        }
    }

    /// Classic Knowledge has an article type in the place of a record type.
    private static String recordType(ArticleRow row) {
        return row.optional(ArticleRow.RECORD_TYPE).orElse(row.text("ArticleType"));
    }

    private static Map<String, String> metadata(ArticleRow row) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("knowledge_article_id", row.articleId());
        row.optional("ArticleNumber").ifPresent(text -> metadata.put("article_number", text));
        metadata.put("url_name", row.text("UrlName"));
        metadata.put("version", row.text("VersionNumber"));
        row.optional("IsMasterLanguage").ifPresent(text -> metadata.put("is_master_language", text));
        row.optional("IsOutOfDate").ifPresent(text -> metadata.put("out_of_date", text));
        row.optional("FirstPublishedDate").ifPresent(text -> metadata.put("first_published_at", utc(row, text)));
        row.optional("LastPublishedDate").ifPresent(text -> metadata.put("last_published_at", utc(row, text)));
        return metadata;
    }

    private static String utc(ArticleRow row, String text) {
        return parsed(row, text).toString();
    }

    private static long version(ArticleRow row) {
        try {
            return new BigDecimal(row.text("VersionNumber")).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw malformed(row, "its version number is none", e);
        }
    }

    /// The first of these fields that has a time.
    private static Instant time(ArticleRow row, String... fields) {
        for (String field : fields) {
            String text = row.text(field);
            if (!text.isEmpty()) {
                return parsed(row, text);
            }
        }
        throw malformed(row, "it has none of the times " + String.join(", ", fields), null);
    }

    private static Instant parsed(ArticleRow row, String text) {
        try {
            return ServerTime.parse(text);
        } catch (DateTimeParseException e) {
            throw malformed(row, "one of its times is in an unknown form", e);
        }
    }

    private static Failure malformed(ArticleRow row, String reason, @Nullable Throwable cause) {
        return new Failure(
                ErrorCode.SOURCE_RESPONSE_MALFORMED,
                "could not read article version " + row.id() + ": " + reason,
                Retry.NEVER,
                cause);
    }
}
