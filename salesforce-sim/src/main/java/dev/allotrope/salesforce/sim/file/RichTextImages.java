package dev.allotrope.salesforce.sim.file;

import dev.allotrope.salesforce.sim.id.SalesforceId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/// Images inside rich text: `…/servlet/rtaImage?eid={version}&feoid={field}&refid={image}` (REST API guide, Get an
/// Image from a Rich Text Area Field). An image nobody stored is a small PNG made out of its id.
public final class RichTextImages {

    private static final Pattern ADDRESS =
            Pattern.compile("(https?://[^\"'\\s<>]*?)?/servlet/rtaImage\\?eid=([A-Za-z0-9]+)");
    private static final int SHORT_ID = 15;
    private static final int SIDE = 24;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte TRUE_COLOUR = 2;
    private static final byte EIGHT_BITS = 8;

    private final Map<String, Image> stored = new ConcurrentHashMap<>();

    public record Image(String contentType, byte[] content) {}

    /// Stores the bytes of an image.
    public void put(String id, Image image) {
        stored.put(shortened(id), image);
    }

    /// The bytes of an image, whether stored or made.
    public Image image(String id) {
        return Optional.ofNullable(stored.get(shortened(id)))
                .orElseGet(() -> new Image("image/png", png(shortened(id).hashCode())));
    }

    /// The text as Salesforce emits it for a version: `eid` is the version's id, so an address changes with every
    /// version; `host` replaces the host the author's text has, and is empty for relative addresses.
    public static @Nullable String addressed(String versionId, @Nullable String html, @Nullable String host) {
        if (html == null || !html.contains("rtaImage")) {
            return html;
        }
        return ADDRESS.matcher(html).replaceAll(found -> {
            String authored = found.group(1) == null ? "" : found.group(1);
            String address = (host == null ? authored : host) + "/servlet/rtaImage?eid=" + shortened(versionId);
            return Matcher.quoteReplacement(address);
        });
    }

    /// Whether a text shows an image.
    public static boolean shows(String html, String id) {
        return Pattern.compile("refid=" + Pattern.quote(shortened(id)) + "(?![A-Za-z0-9]{4})")
                .matcher(html)
                .find();
    }

    private static String shortened(String id) {
        String normal = SalesforceId.normalise(id).orElse(id);
        return normal.substring(0, Math.min(SHORT_ID, normal.length()));
    }

    private static byte[] png(int colour) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        file.writeBytes(chunk("IHDR", header()));
        file.writeBytes(chunk("IDAT", pixels(colour)));
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    private static byte[] header() {
        return bytes(out -> {
            out.writeInt(SIDE);
            out.writeInt(SIDE);
            out.write(new byte[] {EIGHT_BITS, TRUE_COLOUR, 0, 0, 0});
        });
    }

    private static byte[] pixels(int colour) {
        return bytes(out -> {
            DeflaterOutputStream packed = new DeflaterOutputStream(out);
            for (int row = 0; row < SIDE; row++) {
                packed.write(0);
                for (int at = 0; at < SIDE; at++) {
                    packed.write(colour >> 16);
                    packed.write(colour >> 8);
                    packed.write(colour);
                }
            }
            packed.finish();
        });
    }

    private static byte[] chunk(String type, byte[] data) {
        CRC32 check = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        check.update(name);
        check.update(data);
        return bytes(out -> {
            out.writeInt(data.length);
            out.write(name);
            out.write(data);
            out.writeInt((int) check.getValue());
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("could not make an image in memory", e);
        }
        return bytes.toByteArray();
    }
}
