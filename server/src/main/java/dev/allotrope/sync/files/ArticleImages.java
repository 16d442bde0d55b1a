package dev.allotrope.sync.files;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.library.Contents;
import dev.allotrope.library.attachment.Images;
import dev.allotrope.library.document.Document;
import dev.allotrope.source.Grant;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.attachment.Downloaded;
import dev.allotrope.source.attachment.ImageRef;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The images that articles show. Their bytes are fetched when somebody opens the first link to one, by the ids in the
/// text and through the source's own API, and kept from then on.
public final class ArticleImages {
    /// The most images of one article that are linked; what is behind them is left out.
    static final int MAX_IMAGES = 200;
    /// The longest image.
    static final long MAX_BYTES = 10L << 20;
    /// How long whoever opens a link waits for the source.
    static final Duration PATIENCE = Duration.ofSeconds(20);
    /// How many images are fetched at once, of all tenants.
    static final int MAX_PARALLEL = 8;

    private static final Duration BUSY_DELAY = Duration.ofSeconds(10);

    /// Where an image stands, as the rich text editor writes it; a section may say which field it is.
    private static final Pattern IMAGE = Pattern.compile(
            "<section data-field=\"(\\w{1,80})\"|/servlet/rtaImage\\?[^\"'<> \\t\\r\\n]{0,500}?refid=(0EM[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?)\\b");

    private final Attachments source;
    private final Contents contents;
    private final Images images;
    private final Calls calls;
    private final Semaphore turns = new Semaphore(MAX_PARALLEL);

    /// Lends authority to call a connection's source outside of a run, counted against our share.
    public interface Calls {
        <T> T with(Tenant tenant, ConnectionId connection, Function<Grant, T> work);
    }

    public ArticleImages(Attachments source, Contents contents, Images images, Calls calls) {
        this.source = source;
        this.contents = contents;
        this.images = images;
        this.calls = calls;
    }

    /// The ids of the images that a document shows, in their order. Calls nobody.
    public List<String> shownBy(Document document) {
        return new ArrayList<>(fields(document).keySet());
    }

    /// An image that a document shows. Throws [Failure] with `NOT_FOUND` when it shows none of this id, or the source
    /// does not have it; with a `SOURCE_*` code when the source cannot be asked; `OVERLOADED` when too many are
    /// asked.
    public Images.Image open(Document document, String id) {
        Map<String, String> fields = fields(document);
        String field = fields.get(id);
        if (field == null) {
            throw Failure.notFound("image", id);
        }
        return images.find(document.tenant(), document.id(), id).orElseGet(() -> fetched(document, id, field));
    }

    /// The ids of images with the field that each stands in, empty where that is not known.
    private Map<String, String> fields(Document document) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (document.attachment() != null || document.revision() == null || document.contentsDeleted()) {
            return fields;
        }
        Matcher matcher =
                IMAGE.matcher(contents.raw(document.tenant(), document.id()).orElse(""));
        String field = "";
        while (matcher.find() && fields.size() < MAX_IMAGES) {
            if (matcher.group(1) != null) {
                field = matcher.group(1);
            } else {
                fields.putIfAbsent(matcher.group(2), field);
            }
        }
        return fields;
    }

    private Images.Image fetched(Document document, String id, String field) {
        return switch (inTime(document, id, field)) {
            case Downloaded.Unavailable _ -> throw Failure.notFound("image", id);
            case Downloaded.Bytes bytes -> {
                Images.Image image = new Images.Image(imageType(bytes.mediaType(), id), bytes.content());
                images.keep(document.tenant(), document.id(), id, image);
                yield image;
            }
        };
    }

    /// What is no picture is not handed out as one.
    private static String imageType(String named, String id) {
        String type = named.toLowerCase(Locale.ROOT).replaceAll(";.*", "").strip();
        if (!type.matches("image/[a-z0-9.+-]{1,40}")) {
            throw Failure.notFound("image", id);
        }
        return type;
    }

    private Downloaded inTime(Document document, String id, String field) {
        if (!turns.tryAcquire()) {
            throw overloaded(id);
        }
        FutureTask<Downloaded> task = new FutureTask<>(() -> {
            try {
                return download(document, id, field);
            } finally {
                turns.release();
            }
        });
        Thread.ofVirtual().name("article-image").start(task);
        try {
            return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw late(id, e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw late(id, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException("could not fetch image " + id, e.getCause());
        }
    }

    /// The revision in the text's addresses may be an older one that the source hides.
    private Downloaded download(Document document, String id, String field) {
        String revision = document.revision() == null ? "" : document.revision().id();
        return calls.with(
                document.tenant(),
                document.connection(),
                grant -> source.image(grant, new ImageRef(revision, field, id), MAX_BYTES));
    }

    private static Failure late(String id, Throwable cause) {
        return new Failure(
                ErrorCode.SOURCE_UNAVAILABLE,
                "could not fetch image " + id + ": Salesforce did not answer in time; try again",
                Retry.after(BUSY_DELAY),
                cause);
    }

    private static Failure overloaded(String id) {
        return new Failure(
                ErrorCode.OVERLOADED,
                "could not fetch image " + id + ": too many images are being fetched; try again",
                Retry.after(BUSY_DELAY),
                null);
    }
}
