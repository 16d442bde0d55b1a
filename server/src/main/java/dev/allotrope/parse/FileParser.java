package dev.allotrope.parse;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/// Reads the text of files of the usual office formats as an HTML fragment, which [Parser] takes further. What a file
/// is, its bytes decide; its name only says whether it is tried at all.
///
/// In the server's own process, so within [Limits]: nothing inside a file is run, fetched, recognised from a picture or
/// unpacked as a file of its own. A file that keeps its reader beyond the time is given up; until the reader
/// notices, it holds its place among those read at once. Safe for use by many threads.
public final class FileParser {
    /// @param characters the longest text
    /// @param unpacked what the parts of a zipped document may become, in bytes
    /// @param depth the deepest nesting of elements in it
    /// @param time how long a file is read
    /// @param parallel how many files are read at once
    public record Limits(long characters, long unpacked, int depth, Duration time, int parallel) {
        public static final Limits DEFAULT = new Limits(5_000_000, 256L << 20, 200, Duration.ofSeconds(60), 2);
    }

    /// What the ends of names mean, in the form of media types.
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("pdf", "application/pdf"),
            Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Map.entry("docm", "application/vnd.ms-word.document.macroenabled.12"),
            Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("xlsm", "application/vnd.ms-excel.sheet.macroenabled.12"),
            Map.entry("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            Map.entry("pptm", "application/vnd.ms-powerpoint.presentation.macroenabled.12"),
            Map.entry("doc", "application/msword"),
            Map.entry("xls", "application/vnd.ms-excel"),
            Map.entry("ppt", "application/vnd.ms-powerpoint"),
            Map.entry("odt", "application/vnd.oasis.opendocument.text"),
            Map.entry("ods", "application/vnd.oasis.opendocument.spreadsheet"),
            Map.entry("odp", "application/vnd.oasis.opendocument.presentation"),
            Map.entry("rtf", "application/rtf"),
            Map.entry("html", "text/html"),
            Map.entry("htm", "text/html"),
            Map.entry("csv", "text/csv"),
            Map.entry("tsv", "text/tab-separated-values"),
            Map.entry("md", "text/markdown"),
            Map.entry("json", "application/json"),
            Map.entry("txt", "text/plain"),
            Map.entry("log", "text/plain"));

    private static final Duration BUSY_DELAY = Duration.ofMinutes(1);

    private final Limits limits;
    private final Semaphore places;
    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();
    private final FileFormats formats = new FileFormats();

    public FileParser(Limits limits) {
        this.limits = limits;
        this.places = new Semaphore(limits.parallel());
    }

    /// Whether files whose name has this end, in lower case and without a dot, are read.
    public static boolean reads(String extension) {
        return TYPES.containsKey(extension);
    }

    /// The end of names that stands for all files of this kind: that of the newest of several formats, and `unknown`
    /// for names without an end.
    public static String kind(String extension) {
        return switch (extension) {
            case "" -> "unknown";
            case "htm" -> "html";
            case "log" -> "txt";
            case "doc", "docm", "odt" -> "docx";
            case "xls", "ods" -> "xlsx";
            case "ppt", "pptm", "odp" -> "pptx";
            case "jpeg" -> "jpg";
            default -> extension;
        };
    }

    /// The media type of files whose name has this end.
    public static String mediaType(String extension) {
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }

    /// The text of a file as an HTML fragment. Throws [Failure] with `CONTENT_UNREADABLE` and the reason when there is
    /// none to be had, `OVERLOADED` when all places are taken by files that are given up.
    public String read(String name, byte[] content) {
        if (content.length == 0) {
            throw unreadable(name, "it is empty", null);
        }
        await(name);
        Bounded text = new Bounded(limits);
        FutureTask<String> task = new FutureTask<>(() -> within(name, content, text));
        try {
            Thread.ofPlatform().daemon().name("file-parser").start(task);
        } catch (OutOfMemoryError noThread) {
            places.release();
            throw noThread;
        }
        return result(name, task, text);
    }

    private void await(String name) {
        try {
            if (places.tryAcquire(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Failure(
                ErrorCode.OVERLOADED,
                "could not read file " + name + ": too many files are being read",
                Retry.after(BUSY_DELAY),
                null);
    }

    private String within(String name, byte[] content, Bounded text) throws IOException, SAXException, TikaException {
        try {
            return formats.html(type(name, content), name, content, text);
        } finally {
            places.release();
        }
    }

    /// Bytes that say nothing are what the name says.
    private MediaType type(String name, byte[] content) throws IOException {
        try (InputStream in = new ByteArrayInputStream(content)) {
            return FileFormats.detect(types, in, name);
        }
    }

    private String result(String name, FutureTask<String> task, Bounded text) {
        try {
            String html = task.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
            if (text.isBlank()) {
                throw unreadable(name, "it has no text; pictures of text are not read", null);
            }
            return html;
        } catch (TimeoutException e) {
            task.cancel(true);
            throw unreadable(name, "it was not read within " + limits.time(), e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new Failure(
                    ErrorCode.OVERLOADED, "could not read file " + name + ": interrupted", Retry.after(BUSY_DELAY), e);
        } catch (ExecutionException e) {
            throw unreadable(name, reason(e.getCause(), text), e.getCause());
        }
    }

    private static String reason(@Nullable Throwable cause, Bounded text) {
        String reached = text.reached();
        if (reached != null) {
            return reached;
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            switch (each) {
                case FileFormats.Unknown unknown -> {
                    return unknown.reason();
                }
                case EncryptedDocumentException _ -> {
                    return "it is protected by a password";
                }
                case WriteLimitReachedException _ -> {
                    return "its text is too long";
                }
                case OutOfMemoryError _, StackOverflowError _ -> {
                    return "reading it takes too much memory";
                }
                default -> {}
            }
        }
        return "it is damaged";
    }

    private static Failure unreadable(String name, String reason, @Nullable Throwable cause) {
        return new Failure(
                ErrorCode.CONTENT_UNREADABLE, "could not read file " + name + ": " + reason, Retry.NEVER, cause);
    }
}
