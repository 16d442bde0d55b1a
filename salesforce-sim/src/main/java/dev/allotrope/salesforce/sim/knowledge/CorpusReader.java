package dev.allotrope.salesforce.sim.knowledge;

import dev.allotrope.salesforce.sim.category.Categories;
import dev.allotrope.salesforce.sim.category.CategoryReader;
import dev.allotrope.salesforce.sim.file.SampleFile;
import dev.allotrope.salesforce.sim.file.StoredFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads articles from JSON Lines in the format that the module's README describes.
public final class CorpusReader {

    /// Length limits of the fields (Knowledge__kav, object reference); the rich text counts its markup.
    static final int MAX_TITLE = 255;

    static final int MAX_SUMMARY = 1_000;
    static final int MAX_QUESTION = 255;
    static final int MAX_LONG_TEXT = 131_072;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> TEXTS = Map.of(
            "html", ArticleBody.ANSWER,
            "question", ArticleBody.QUESTION,
            "details", ArticleBody.DETAILS);

    private final Org org;

    public CorpusReader(Org org) {
        this.org = org;
    }

    /// Loads every line of a file; answers how many. Fails with the number of the line that is wrong.
    public int load(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return load(lines, file.toString());
        }
    }

    /// Loads every line; `name` is for messages.
    public int load(BufferedReader lines, String name) throws IOException {
        int number = 0;
        int loaded = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                read(JSON.readTree(line));
            } catch (JacksonException | LifeCycleException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "could not load " + name + ": line " + number + ": " + e.getMessage(), e);
            }
            loaded++;
        }
        return loaded;
    }

    private void read(JsonNode line) {
        if (line.has("group")) {
            new CategoryReader(org.categories()).read(line);
        } else {
            add(line);
        }
    }

    /// Adds one article, or one translation when `article` names a family that is there.
    public ArticleVersion add(JsonNode line) {
        String id = required(line, "id");
        String family = text(line, "article", id);
        String language = text(line, "language", org.defaultLanguage());
        PublishStatus status = status(text(line, "status", PublishStatus.ONLINE.wireName()));
        ArticleContent blank = new ArticleContent(
                required(line, "title"), urlName(id), null, ArticleBody.of(Map.of()), ArticleContent.Labels.PLAIN);
        ArticleContent content = merge(blank, line);
        ArticleVersion draft =
                isKnown(family) ? org.translate(family, language, content) : org.create(family, language, content);
        return bring(draft, status);
    }

    /// The content with the members of `line` written over it; members it does not have stay.
    public ArticleContent merge(ArticleContent base, JsonNode line) {
        ArticleContent.Labels labels = base.labels();
        return new ArticleContent(
                limited("title", text(line, "title", base.title()), MAX_TITLE),
                text(line, "url_name", base.urlName()),
                summary(line, base.summary()),
                body(base.body(), line),
                new ArticleContent.Labels(
                        line.has("record_type") ? recordType(line.get("record_type")) : labels.recordType(),
                        line.hasNonNull("channels") ? channels(line.get("channels")) : labels.channels(),
                        line.hasNonNull("categories") ? categories(line.get("categories")) : labels.categories(),
                        text(line, "validation_status", labels.validationStatus()),
                        line.path("out_of_date").asBoolean(labels.outOfDate())),
                line.hasNonNull("files") ? attachments(line.get("files")) : base.attachments());
    }

    private List<ArticleContent.Attachment> attachments(JsonNode array) {
        List<ArticleContent.Attachment> all = new ArrayList<>();
        for (JsonNode file : array) {
            StoredFile stored = org.files().upload(required(file, "name"), content(file));
            all.add(new ArticleContent.Attachment(stored.id(), stored.created()));
        }
        return all;
    }

    /// The bytes of a file: `base64`, or made out of `text` by the ending of the name.
    public static byte[] content(JsonNode file) {
        return file.hasNonNull("base64")
                ? Base64.getDecoder().decode(file.get("base64").asString())
                : SampleFile.of(required(file, "name"), file.path("text").asString(""));
    }

    /// The selections of a `categories` array; names may be labels.
    public List<CategorySelection> categories(JsonNode array) {
        List<CategorySelection> found = new ArrayList<>();
        for (JsonNode each : array) {
            List<Categories.Label> path = new ArrayList<>();
            each.path("path").forEach(step -> path.add(Categories.Label.of(step.asString())));
            Categories.Label group = Categories.Label.of(required(each, "group"));
            CategorySelection selection = new CategorySelection(
                    group.name(), path.stream().map(Categories.Label::name).toList());
            org.categories().learn(group, path);
            found.add(selection);
        }
        return found;
    }

    private static @Nullable String recordType(JsonNode value) {
        return value.isNull() ? null : Categories.Label.of(value.asString()).name();
    }

    private ArticleVersion bring(ArticleVersion draft, PublishStatus status) {
        return switch (status) {
            case DRAFT -> draft;
            case ONLINE -> org.publish(draft.articleId(), draft.language()).getFirst();
            case ARCHIVED -> {
                org.publish(draft.articleId(), draft.language());
                yield org.archive(draft.articleId(), draft.language()).getFirst();
            }
        };
    }

    private boolean isKnown(String family) {
        return org.nameOf(org.idOf(family)).isPresent();
    }

    private static ArticleBody body(ArticleBody base, JsonNode line) {
        Map<String, String> texts = new HashMap<>();
        TEXTS.forEach((member, field) -> {
            String text = line.has(member) ? nullable(line.get(member)) : base.text(field);
            if (text != null && !text.isEmpty()) {
                texts.put(field, limited(member, text, member.equals("question") ? MAX_QUESTION : MAX_LONG_TEXT));
            }
        });
        return ArticleBody.of(texts);
    }

    private static @Nullable String summary(JsonNode line, @Nullable String base) {
        String summary = line.has("summary") ? nullable(line.get("summary")) : base;
        if (summary == null || summary.isEmpty()) {
            return null;
        }
        return summary.length() > MAX_SUMMARY ? summary.substring(0, MAX_SUMMARY) : summary;
    }

    private static Set<Channel> channels(JsonNode array) {
        Set<Channel> found = EnumSet.noneOf(Channel.class);
        for (JsonNode each : array) {
            String name = each.asString();
            found.add(Channel.of(name).orElseThrow(() -> new IllegalArgumentException("unknown channel " + name)));
        }
        return found;
    }

    private static PublishStatus status(String name) {
        return PublishStatus.of(name).orElseThrow(() -> new IllegalArgumentException("unknown status " + name));
    }

    /// Letters, digits and hyphens, no hyphen at an end: the rule for UrlName.
    private static String urlName(String id) {
        String name = id.replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-+|-+$", "");
        return limited("url_name", name.isEmpty() ? "article" : name, MAX_TITLE);
    }

    private static String required(JsonNode line, String member) {
        JsonNode value = line.get(member);
        if (value == null || !value.isString() || value.asString().isEmpty()) {
            throw new IllegalArgumentException("\"" + member + "\" is missing");
        }
        return value.asString();
    }

    private static String text(JsonNode line, String member, String otherwise) {
        JsonNode value = line.get(member);
        return value == null || value.isNull() ? otherwise : value.asString();
    }

    private static @Nullable String nullable(JsonNode value) {
        return value.isNull() ? null : value.asString();
    }

    private static String limited(String member, String text, int most) {
        if (text.length() > most) {
            throw new IllegalArgumentException(
                    "\"" + member + "\" has " + text.length() + " characters, the field takes " + most);
        }
        return text;
    }
}
