package dev.allotrope.carbon.integrations;

import dev.allotrope.connect.oauth.Authorizations;
import dev.allotrope.connect.oauth.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/// The two pages at which an end user's browser arrives. They need no credential: the state in the address is one,
/// good once.
///
/// Asking for the head of one uses nothing up and says nothing of the state: previews of links and scanners of mail
/// ask so before the user opens it. They are told 200, because after anything else many of them ask for the page.
/// Browsers that fetch a page ahead are refused it, and ask again when the user opens it.
@RestController
final class PagesController {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    /// Says that a browser fetches ahead.
    private static final String PURPOSE = "Sec-Purpose";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%1$s</title>
            <style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}</style></head>
            <body><h1>%1$s</h1><p>%2$s</p></body>
            </html>
            """;

    private final Authorizations authorizations;

    PagesController(Authorizations authorizations) {
        this.authorizations = authorizations;
    }

    /// Where Salesforce sends the browser after the user approved or denied.
    @GetMapping("/integrations/salesforce")
    ResponseEntity<String> callback(
            @RequestParam Map<String, String> parameters,
            HttpMethod method,
            @RequestHeader(name = PURPOSE, defaultValue = "") String purpose) {
        return unopened(method, purpose)
                .orElseGet(() -> page(authorizations.complete(parameters), "The account is connected"));
    }

    /// Where a link of ours for an account that is already connected leads.
    @GetMapping("/integrations/salesforce/sync")
    ResponseEntity<String> sync(
            @RequestParam(defaultValue = "") String state,
            HttpMethod method,
            @RequestHeader(name = PURPOSE, defaultValue = "") String purpose) {
        return unopened(method, purpose)
                .orElseGet(() -> page(authorizations.visit(state), "The account is being synced"));
    }

    /// What is answered to whoever does not open the page yet. A browser that fetches ahead must not keep the answer.
    private static Optional<ResponseEntity<String>> unopened(HttpMethod method, String purpose) {
        if (method.equals(HttpMethod.HEAD)) {
            return Optional.of(headers(HttpStatus.OK).build());
        }
        return purpose.startsWith("prefetch")
                ? Optional.of(headers(HttpStatus.SERVICE_UNAVAILABLE).build())
                : Optional.empty();
    }

    private static ResponseEntity<String> page(Outcome outcome, String done) {
        return switch (outcome) {
            case Outcome.Completed _ -> page(HttpStatus.OK, done, "You can close this window.");
            case Outcome.Refused(Outcome.Reason reason, String explanation) ->
                page(status(reason), "The account was not connected", explanation);
        };
    }

    private static HttpStatus status(Outcome.Reason reason) {
        return switch (reason) {
            case STATE_UNKNOWN, REFUSED -> HttpStatus.BAD_REQUEST;
            case STATE_EXPIRED -> HttpStatus.GONE;
            case DENIED -> HttpStatus.FORBIDDEN;
            case UNAVAILABLE -> HttpStatus.BAD_GATEWAY;
        };
    }

    private static ResponseEntity<String> page(HttpStatus status, String title, String text) {
        return headers(status).body(PAGE.formatted(HtmlUtils.htmlEscape(title), HtmlUtils.htmlEscape(text)));
    }

    private static ResponseEntity.BodyBuilder headers(HttpStatus status) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    }
}
