package dev.allotrope.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The errors in `docs/salesforce-app.md` are those that users are shown; `-Dgolden=update` writes them anew.
class SalesforceAppPageTest {
    private static final Path PAGE = Path.of("..", "docs", "salesforce-app.md");
    private static final String START = "<!-- errors: written by SalesforceAppPageTest -->\n";
    private static final String END = "<!-- /errors -->";

    /// When Salesforce refuses, and how that is told.
    private enum Moment {
        LOGGING_IN("at log-in", refusal -> refusal.whileAuthorizing().getMessage()),
        EXCHANGING("right after log-in", refusal -> refusal.whileExchanging().getMessage()),
        REFRESHING("later", refusal -> refusal.whileRefreshing().getMessage());

        private final String words;
        private final Function<OAuthRefusal, String> message;

        Moment(String words, Function<OAuthRefusal, String> message) {
            this.words = words;
            this.message = message;
        }
    }

    private record Refusal(Moment moment, String error, String description) {
        String row() {
            String said = error + " (" + description + ")";
            String message = moment.message.apply(OAuthRefusal.of(error, description));
            int end = message.toLowerCase(java.util.Locale.ROOT).indexOf(said.toLowerCase(java.util.Locale.ROOT));
            assertThat(end).as(message).isPositive();
            String meaning = message.substring(end + said.length()).replaceFirst("^[;.] ", "");
            return "| `%s` %s | %s | %s |\n".formatted(error, description, moment.words, meaning);
        }
    }

    private static final List<Refusal> REFUSALS = List.of(
            new Refusal(Moment.LOGGING_IN, "access_denied", "end-user denied authorization"),
            new Refusal(Moment.LOGGING_IN, "OAUTH_APP_BLOCKED", "this app is blocked by admin"),
            new Refusal(Moment.LOGGING_IN, "OAUTH_APPROVAL_ERROR_GENERIC", "An unexpected error has occured"),
            new Refusal(
                    Moment.LOGGING_IN, "OAUTH_EC_APP_NOT_FOUND", "external client app is not installed in this org"),
            new Refusal(Moment.LOGGING_IN, "invalid_client", "app must be installed into org"),
            new Refusal(Moment.LOGGING_IN, "invalid_app_access", "user is not admin approved to access this app"),
            new Refusal(Moment.LOGGING_IN, "invalid_scope", "the requested scope is not allowed"),
            new Refusal(Moment.LOGGING_IN, "inactive_user", "user is inactive"),
            new Refusal(Moment.LOGGING_IN, "inactive_org", "organization is locked, closed, or suspended"),
            new Refusal(Moment.LOGGING_IN, "redirect_uri_mismatch", "redirect_uri must match configuration"),
            new Refusal(Moment.LOGGING_IN, "unsupported_response_type", "response type not supported"),
            new Refusal(Moment.EXCHANGING, "invalid_grant", "expired authorization code"),
            new Refusal(Moment.EXCHANGING, "invalid_grant", "ip restricted or invalid login hours"),
            new Refusal(Moment.EXCHANGING, "invalid_client", "invalid client credentials"),
            new Refusal(Moment.EXCHANGING, "invalid_client_id", "client identifier invalid"),
            new Refusal(Moment.EXCHANGING, "rate_limit_exceeded", "login rate exceeded"),
            new Refusal(Moment.REFRESHING, "invalid_grant", "expired access/refresh token"),
            new Refusal(Moment.REFRESHING, "invalid_grant", "ip restricted or invalid login hours"),
            new Refusal(Moment.REFRESHING, "invalid_client", "invalid client credentials"));

    @Test
    void the_page_says_of_each_error_what_the_user_is_told() throws IOException {
        String page = Files.readString(PAGE);
        String now =
                page.substring(0, page.indexOf(START) + START.length()) + table() + page.substring(page.indexOf(END));
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, now);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(now);
    }

    private static String table() {
        return "\n| Salesforce says | when | what it means, and what to do |\n|---|---|---|\n"
                + REFUSALS.stream().map(Refusal::row).collect(Collectors.joining()) + "\n";
    }
}
