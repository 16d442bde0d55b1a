package dev.allotrope.carbon.files;

import dev.allotrope.kernel.Failure;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Documents;
import dev.allotrope.library.attachment.Files;
import dev.allotrope.library.attachment.Images;
import dev.allotrope.library.document.Document;
import dev.allotrope.sync.files.ArticleImages;
import dev.allotrope.tenant.Customers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves what signed links lead to. The raw form is somebody else's HTML: it may not run here.
@RestController
final class FileLinksController {
    private final FileLinks links;
    private final Documents documents;
    private final Contents contents;
    private final Customers customers;
    private final Files files;
    private final ArticleImages images;

    FileLinksController(
            FileLinks links,
            Documents documents,
            Contents contents,
            Customers customers,
            Files files,
            ArticleImages images) {
        this.links = links;
        this.documents = documents;
        this.contents = contents;
        this.customers = customers;
        this.files = files;
        this.images = images;
    }

    @GetMapping("/file_links/{organization}/{customer}/{file}/{form}")
    ResponseEntity<byte[]> open(
            @PathVariable long organization,
            @PathVariable long customer,
            @PathVariable long file,
            @PathVariable String form,
            @RequestParam long expires,
            @RequestParam String signature) {
        FileLinks.Target target = links.open(organization, customer, file, form, expires, signature);
        // Throws for a deleted customer, whose files may not be erased yet.
        customers.get(target.tenant());
        Document document = documents
                .find(target.tenant(), target.document())
                .orElseThrow(() -> Failure.notFound("file", target.document()));
        return switch (target.form().kind()) {
            case RAW -> raw(document);
            case PARSED -> text(MediaType.TEXT_PLAIN, document, contents.text(document.tenant(), document.id()));
            case IMAGE -> image(document, target.form().image());
        };
    }

    /// An attachment as it was uploaded, an article as HTML.
    private ResponseEntity<byte[]> raw(Document document) {
        Document.Attachment attachment = document.attachment();
        if (attachment == null) {
            return text(MediaType.TEXT_HTML, document, contents.raw(document.tenant(), document.id()));
        }
        byte[] content = files.content(document.tenant(), document.id()).orElseThrow(() -> missing(document));
        String named = ContentDisposition.attachment()
                .filename(document.name(), StandardCharsets.UTF_8)
                .build()
                .toString();
        return safely(MediaType.parseMediaType(attachment.mediaType()))
                .header("Content-Disposition", named)
                .body(content);
    }

    private ResponseEntity<byte[]> image(Document document, String id) {
        Images.Image image = images.open(document, id);
        return safely(MediaType.parseMediaType(image.mediaType())).body(image.content());
    }

    private static ResponseEntity<byte[]> text(MediaType type, Document document, Optional<String> text) {
        String found = text.orElseThrow(() -> missing(document));
        return safely(new MediaType(type, StandardCharsets.UTF_8)).body(found.getBytes(StandardCharsets.UTF_8));
    }

    private static Failure missing(Document document) {
        return Failure.notFound("content of file", document.id());
    }

    private static ResponseEntity.BodyBuilder safely(MediaType type) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("X-Content-Type-Options", "nosniff");
    }
}
