package dev.allotrope.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
        REFRESHING("later", refusal -> refusal.whileRefreshing().getMessage()),
        SYNCING("while syncing", SalesforceAppPageTest::whileSyncing);

        private final String words;
        private final Function<OAuthRefusal, String> message;

        Moment(String words, Function<OAuthRefusal, String> message) {
            this.words = words;
            this.message = message;
        }
    }

    private record Refusal(Moment moment, String error, String description) {
        String row() {
            String said = moment == Moment.SYNCING ? "articles: " : error + " (" + description + ")";
            String message = moment.message.apply(OAuthRefusal.of(error, description));
            int end = message.toLowerCase(Locale.ROOT).indexOf(said.toLowerCase(Locale.ROOT));
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
            new Refusal(Moment.LOGGING_IN, "OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app"),
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
            new Refusal(Moment.REFRESHING, "invalid_grant", "authentication failure"),
            new Refusal(Moment.REFRESHING, "invalid_grant", "ip restricted or invalid login hours"),
            new Refusal(Moment.REFRESHING, "invalid_client", "invalid client credentials"),
            new Refusal(Moment.REFRESHING, "OAUTH_APP_BLOCKED", "this app is blocked by admin"),
            new Refusal(Moment.REFRESHING, "app_not_found", "External client app is not installed in this org"),
            new Refusal(Moment.REFRESHING, "invalid_app_access", "user is not admin approved to access this app"),
            new Refusal(Moment.REFRESHING, "inactive_user", "user is inactive"),
            new Refusal(Moment.REFRESHING, "inactive_org", "organization is locked, closed, or suspended"),
            new Refusal(Moment.REFRESHING, "unknown_error", "retry your request"),
            new Refusal(Moment.SYNCING, "INVALID_SESSION_ID", "Session expired or invalid"),
            new Refusal(Moment.SYNCING, "INVALID_SESSION_ID", "This session is not valid for use with the REST API"),
            new Refusal(Moment.SYNCING, "INVALID_OPERATION_WITH_EXPIRED_PASSWORD", "The users password has expired"),
            new Refusal(Moment.SYNCING, "PASSWORD_LOCKOUT", ""),
            new Refusal(Moment.SYNCING, "INACTIVE_OWNER_OR_USER", ""),
            new Refusal(Moment.SYNCING, "LOGIN_DURING_RESTRICTED_DOMAIN", ""),
            new Refusal(Moment.SYNCING, "CLIENT_NOT_ACCESSIBLE_FOR_USER", ""),
            new Refusal(Moment.SYNCING, "API_CURRENTLY_DISABLED", "API is disabled for this User"),
            new Refusal(Moment.SYNCING, "API_CURRENTLY_DISABLED", "Your trial has expired."),
            new Refusal(Moment.SYNCING, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization."),
            new Refusal(Moment.SYNCING, "FUNCTIONALITY_NOT_ENABLED", ""),
            new Refusal(Moment.SYNCING, "INSUFFICIENT_ACCESS", ""),
            new Refusal(Moment.SYNCING, "ORG_LOCKED", ""),
            new Refusal(Moment.SYNCING, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
            new Refusal(Moment.SYNCING, "SERVER_UNAVAILABLE", "Server is unavailable"));

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

    private static String whileSyncing(OAuthRefusal said) {
        return new dev.allotrope.salesforce.rest.Refusal(403, said.error().toUpperCase(Locale.ROOT), said.description())
                .failure("list the articles")
                .getMessage();
    }

    private static String table() {
        return "\n| Salesforce says | when | what it means, and what to do |\n|---|---|---|\n"
                + REFUSALS.stream().map(Refusal::row).collect(Collectors.joining()) + "\n";
    }
}
