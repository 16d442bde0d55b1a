package dev.allotrope.carbon.integrations;

import dev.allotrope.connect.Connection;
import dev.allotrope.connect.oauth.Authorizations;
import dev.allotrope.connect.oauth.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>%1$s</title>
            <style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem;overflow-wrap:anywhere;text-wrap:pretty}
            h1{font-size:1.5rem;line-height:1.25}</style></head>
            <body><main><h1>%1$s</h1>%2$s</main></body>
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
                .orElseGet(() -> page(
                        authorizations.complete(parameters),
                        "The account is connected",
                        "The account was not connected"));
    }

    /// Where a link of ours for an account that is already connected leads.
    @GetMapping("/integrations/salesforce/sync")
    ResponseEntity<String> sync(
            @RequestParam(defaultValue = "") String state,
            HttpMethod method,
            @RequestHeader(name = PURPOSE, defaultValue = "") String purpose) {
        return unopened(method, purpose)
                .orElseGet(() ->
                        page(authorizations.visit(state), "The account is being synced", "The account was not synced"));
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

    private static ResponseEntity<String> page(Outcome outcome, String done, String failed) {
        return switch (outcome) {
            case Outcome.Completed(Connection connection) ->
                page(
                        HttpStatus.OK,
                        done,
                        connection.label() + ", " + connection.domain(),
                        "You can close this window. The application shows how far the sync is.");
            case Outcome.Refused(Outcome.Reason reason, String explanation) ->
                page(status(reason), failed, sentence(explanation), advice(reason));
        };
    }

    /// Errors are worded to stand within other text.
    private static String sentence(String text) {
        String capital = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return capital.endsWith(".") ? capital : capital + ".";
    }

    /// Whoever stands before a refusal is often not the one who can do something about it.
    private static String advice(Outcome.Reason reason) {
        return switch (reason) {
            case REFUSED ->
                "If you do not administer this Salesforce org, send these words to somebody who does. You can close this"
                        + " window.";
            case UNAVAILABLE -> "Go back to the application and start again in a few minutes.";
            case DENIED -> "If you did not mean to deny it, go back to the application. You can close this window.";
            case STATE_UNKNOWN, STATE_EXPIRED -> "You can close this window.";
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

    private static ResponseEntity<String> page(HttpStatus status, String title, String... paragraphs) {
        String text = Arrays.stream(paragraphs)
                .map(paragraph -> "<p>" + HtmlUtils.htmlEscape(paragraph) + "</p>")
                .collect(Collectors.joining());
        return headers(status).body(PAGE.formatted(HtmlUtils.htmlEscape(title), text));
    }

    private static ResponseEntity.BodyBuilder headers(HttpStatus status) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    }
}
