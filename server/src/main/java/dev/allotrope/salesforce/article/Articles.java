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
import dev.allotrope.source.settings.LinkTemplate;
import java.math.BigDecimal;
import java.net.URI;
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

    /// The tag that holds an article's record type, or its article type in Classic Knowledge.
    public static final String TYPE_TAG = TAG + "record_type";

    private static final int SHAPE_LENGTH = 16;

    private final URI instance;
    private final Knowledge knowledge;
    private final CategoryNames categories;
    private final String shape;

    public Articles(URI instance, Knowledge knowledge, CategoryNames categories) {
        this.instance = instance;
        this.knowledge = knowledge;
        this.categories = categories;
        String[] fields = knowledge.body().stream().map(BodyField::name).toArray(String[]::new);
        this.shape = Fingerprint.of(fields).hex().substring(0, SHAPE_LENGTH);
    }

    public Item item(ArticleRow row) {
        Tags tags = tags(row);
        Instant published = time(row, "LastPublishedDate", "LastModifiedDate", "SystemModstamp");
        return new Item(
                row.externalId(),
                row.text("Title"),
                new Revision(row.id(), version(row), published),
                stamp(row),
                time(row, "ArticleCreatedDate", "CreatedDate", "FirstPublishedDate", "LastPublishedDate"),
                time(row, "LastModifiedDate", "LastPublishedDate", "SystemModstamp"),
                row.text("Language"),
                url(row),
                tags,
                metadata(row));
    }

    public Fetched.Content content(ItemRef asked, ArticleRow row) {
        Item item = item(row);
        return new Fetched.Content(asked, item, fingerprint(item, row), ArticleHtml.of(knowledge.body(), row));
    }

    /// Names what may have changed the text without a look at it: the version, and which body fields are read. What
    /// else an item shows (categories, channels, link) comes with every listing and needs no fetch.
    private String stamp(ArticleRow row) {
        return String.join(
                " ",
                row.id(),
                row.text("VersionNumber"),
                row.text("LastPublishedDate"),
                row.text("SystemModstamp"),
                shape);
    }

    private Fingerprint fingerprint(Item item, ArticleRow row) {
        List<String> parts = new ArrayList<>(List.of(item.name(), row.text(Knowledge.SUMMARY)));
        for (BodyField field : knowledge.body()) {
            parts.add(field.name());
            parts.add(field.label());
            parts.add(ArticleHtml.withoutVolatileParts(row.text(field.name())));
        }
        return Fingerprint.of(parts.toArray(String[]::new));
    }

    /// A link by UrlName opens whatever version is published; a link by version id would go stale. Without a
    /// template the form is that of the links between articles in rich text,
    /// `/articles/<language>/<object>/<UrlName>`, on the host of the Lightning pages.
    private String url(ArticleRow row) {
        LinkTemplate template = knowledge.settings().link();
        if (template != null) {
            return template.of(Map.of(
                    "url_name", row.text("UrlName"),
                    "language", row.text("Language"),
                    "article_number", row.text("ArticleNumber"),
                    "article_id", row.articleId(),
                    "object", knowledge.prefix()));
        }
        String host = String.valueOf(instance.getHost());
        String base = host.endsWith(MY_DOMAIN)
                ? "https://" + host.substring(0, host.length() - MY_DOMAIN.length()) + LIGHTNING
                : instance.getScheme() + "://" + instance.getRawAuthority();
        return base + "/articles/" + LinkTemplate.encoded(row.text("Language")) + "/"
                + LinkTemplate.encoded(knowledge.prefix()) + "/" + LinkTemplate.encoded(row.text("UrlName"));
    }

    private static Tags tags(ArticleRow row) {
        SequencedMap<String, Tags.Value> tags = new LinkedHashMap<>();
        one(tags, TAG + "language", row.text("Language"));
        many(tags, TAG + "channels", channels(row));
        one(tags, TYPE_TAG, recordType(row));
        many(tags, TAG + "categories", List.copyOf(row.categories()));
        one(tags, TAG + "validation_status", row.text("ValidationStatus"));
        one(tags, TAG + "article_number", row.text("ArticleNumber"));
        return new Tags(tags);
    }

    private static void one(Map<String, Tags.Value> tags, String name, String text) {
        if (!text.isBlank()) {
            tags.put(name, new Tags.Value.One(text));
        }
    }

    private static void many(Map<String, Tags.Value> tags, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            tags.put(name, new Tags.Value.Many(texts));
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

    private Tags metadata(ArticleRow row) {
        SequencedMap<String, Tags.Value> metadata = new LinkedHashMap<>();
        one(metadata, "knowledge_article_id", row.articleId());
        one(metadata, "article_number", row.text("ArticleNumber"));
        one(metadata, "url_name", row.text("UrlName"));
        one(metadata, "version", row.text("VersionNumber"));
        family(metadata, row);
        many(metadata, "channels", channels(row));
        String type = recordType(row);
        one(metadata, "record_type", type);
        one(metadata, "record_type_label", knowledge.choices().recordTypes().getOrDefault(type, type));
        many(metadata, "categories", List.copyOf(row.categories()));
        many(
                metadata,
                "category_labels",
                row.categories().stream().map(categories::label).toList());
        many(
                metadata,
                "category_paths",
                row.categories().stream().map(categories::path).toList());
        one(metadata, "validation_status", row.text("ValidationStatus"));
        row.optional("FirstPublishedDate").ifPresent(text -> one(metadata, "first_published_at", utc(row, text)));
        row.optional("LastPublishedDate").ifPresent(text -> one(metadata, "last_published_at", utc(row, text)));
        return new Tags(metadata);
    }

    /// The translations of an article are documents that name the same article and the same master.
    private static void family(Map<String, Tags.Value> metadata, ArticleRow row) {
        one(metadata, "language", row.text("Language"));
        one(metadata, "is_master_language", row.text("IsMasterLanguage"));
        row.optional("ArticleMasterLanguage").ifPresent(master -> {
            one(metadata, "master_language", master);
            one(metadata, "master_external_id", ArticleKey.externalId(row.articleId(), master));
        });
        one(metadata, "out_of_date", row.text("IsOutOfDate"));
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
