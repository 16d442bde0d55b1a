package dev.allotrope.carbon.files;

import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Tenant;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.web.util.UriComponentsBuilder;

/// Addresses under which one form of one file is read without credentials until they expire. The signature covers
/// whose file it is, which, which form and until when; nothing is stored.
public final class FileLinks {
    /// The longest life of a link; longer wishes are cut to it.
    public static final Duration MAX_LIFE = Duration.ofDays(7);

    private static final String ALGORITHM = "HmacSHA256";

    private final URI publicUrl;
    private final byte[] key;
    private final InstantSource time;

    /// `key` signs; whoever has another one cannot read these links.
    public FileLinks(URI publicUrl, byte[] key, InstantSource time) {
        this.publicUrl = publicUrl;
        this.key = key.clone();
        this.time = time;
    }

    /// A form in which a file can be read: as it was delivered, as text, or one of the images that it shows.
    public record Form(Kind kind, String image) {
        public static final Form RAW = new Form(Kind.RAW, "");
        public static final Form PARSED = new Form(Kind.PARSED, "");

        private static final String IMAGE = "image-";

        enum Kind {
            RAW,
            PARSED,
            IMAGE
        }

        /// The image under this id.
        public static Form image(String id) {
            return new Form(Kind.IMAGE, id);
        }

        String path() {
            return switch (kind) {
                case RAW -> "raw";
                case PARSED -> "parsed";
                case IMAGE -> IMAGE + image;
            };
        }

        static Form parse(String path) {
            return switch (path.toLowerCase(Locale.ROOT)) {
                case "raw" -> RAW;
                case "parsed" -> PARSED;
                default -> {
                    if (!path.startsWith(IMAGE)) {
                        throw new IllegalArgumentException("no form of a file: " + path);
                    }
                    yield image(path.substring(IMAGE.length()));
                }
            };
        }
    }

    /// What a link leads to.
    record Target(Tenant tenant, DocumentId document, Form form) {}

    /// A link that works for `life`, at most [#MAX_LIFE].
    public String to(Tenant tenant, DocumentId document, Form form, Duration life) {
        Duration bounded = life.compareTo(MAX_LIFE) > 0 ? MAX_LIFE : life;
        long expires = time.instant().plus(bounded).getEpochSecond();
        return UriComponentsBuilder.fromUri(publicUrl)
                .pathSegment(
                        "file_links",
                        tenant.organization().toString(),
                        tenant.customer().toString())
                .pathSegment(document.toString(), form.path())
                .queryParam("expires", expires)
                .queryParam("signature", signature(new Target(tenant, document, form), expires))
                .build()
                .toUriString();
    }

    /// What the parts of a link lead to. Throws [Failure] with `FORBIDDEN` when they were not signed here or have
    /// expired.
    Target open(long organization, long customer, long document, String form, long expires, String signature) {
        Target target = target(organization, customer, document, form);
        byte[] right = signature(target, expires).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(right, signature.getBytes(StandardCharsets.UTF_8))) {
            throw refused("its signature is wrong");
        }
        if (time.instant().isAfter(Instant.ofEpochSecond(expires))) {
            throw refused("it has expired; ask for a new one");
        }
        return target;
    }

    private static Target target(long organization, long customer, long document, String form) {
        try {
            Tenant tenant = new Tenant(new OrganizationId(organization), new CustomerId(customer));
            return new Target(tenant, new DocumentId(document), Form.parse(form));
        } catch (IllegalArgumentException e) {
            throw Failure.notFound("file", document);
        }
    }

    private static Failure refused(String reason) {
        return new Failure(ErrorCode.FORBIDDEN, "could not open the link: " + reason);
    }

    private String signature(Target target, long expires) {
        String signed = String.join(
                "|",
                target.tenant().toString(),
                target.document().toString(),
                target.form().path(),
                "" + expires);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] code = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + ALGORITHM, e);
        }
    }
}
