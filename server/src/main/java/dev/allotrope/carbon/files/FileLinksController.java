package dev.allotrope.carbon.files;

import dev.allotrope.kernel.Failure;
import dev.allotrope.library.Contents;
import dev.allotrope.tenant.Customers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.CacheControl;
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
    private final Contents contents;
    private final Customers customers;

    FileLinksController(FileLinks links, Contents contents, Customers customers) {
        this.links = links;
        this.contents = contents;
        this.customers = customers;
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
        return switch (target.form()) {
            case RAW -> answer(target, MediaType.TEXT_HTML, contents.raw(target.tenant(), target.document()));
            case PARSED -> answer(target, MediaType.TEXT_PLAIN, contents.text(target.tenant(), target.document()));
        };
    }

    private static ResponseEntity<byte[]> answer(FileLinks.Target target, MediaType type, Optional<String> text) {
        String found = text.orElseThrow(() -> Failure.notFound("content of file", target.document()));
        return ResponseEntity.ok()
                .contentType(new MediaType(type, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .body(found.getBytes(StandardCharsets.UTF_8));
    }
}
