package dev.allotrope.carbon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/errors.md`, written from the codes themselves; `-Dgolden=update` writes it anew.
class ErrorPageTest {
    private static final Path PAGE = Path.of("..", "docs", "errors.md");

    private static final String HEAD = """
            # Errors

            Generated from `kernel/ErrorCode` and `carbon/wire/WireErrors`; do not edit, run `ErrorPageTest` with `-Dgolden=update`.

            Every error has a body `{"detail": …}`: a sentence, or for 422 a list of `{"loc", "msg", "type"}`. The sentence says what could
            not be done, why, and what happens next. 429 and 503 carry `Retry-After` in seconds. The code stands in the log and on the run of
            a data source.

            | code | whose turn | HTTP status | what to do |
            |---|---|---|---|
            """;

    @Test
    void the_page_tells_of_every_code() throws IOException {
        String now =
                HEAD + Stream.of(ErrorCode.values()).map(ErrorPageTest::row).collect(Collectors.joining());
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, now);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(now);
    }

    private static String row(ErrorCode code) {
        return "| `%s` | %s | %d | %s |%n"
                .formatted(code, turn(code.blame()), WireErrors.status(code).value(), advice(code));
    }

    private static String turn(ErrorCode.Blame blame) {
        return switch (blame) {
            case CALLER -> "the caller";
            case SOURCE -> "Salesforce or its admin";
            case CAPACITY -> "the operator, if it lasts";
            case US -> "Allotrope";
        };
    }

    private static String advice(ErrorCode code) {
        return switch (code) {
            case CREDENTIAL_MISSING ->
                "Send `authorization: Bearer` with an API key and `customer-id`, or `Token` with an access token.";
            case CREDENTIAL_INVALID ->
                "Use a key that is not revoked (`./allotrope key list`), or ask for a new access token.";
            case FORBIDDEN -> "Use a credential that may do this.";
            case NOT_FOUND -> "Check the id and the customer: what belongs to another customer is not found either.";
            case REQUEST_INVALID -> "Correct what `detail` names.";
            case DOMAIN_INVALID ->
                "Have the end user enter their org's My Domain host; Setup shows it under My Domain.";
            case NOT_CONFIGURED -> "Set what the sentence names; see [configuration](configuration.md).";
            case NOT_SUPPORTED -> "Do without: this server does not offer it.";
            case BUSY -> "Wait for what is being done to end, then ask again.";
            case LIMIT_EXCEEDED -> "Send less at once; the sentence names the limit.";
            case RATE_LIMITED -> "Wait as long as `Retry-After` says.";
            case SOURCE_REFUSED ->
                "Correct the connected app, the domain or the user's rights; asking again changes nothing.";
            case SOURCE_REVOKED -> "Have the end user connect again.";
            case SOURCE_UNAVAILABLE -> "Wait; syncs go on by themselves.";
            case SOURCE_RATE_LIMITED -> "Wait; syncs go on by themselves when Salesforce allows calls again.";
            case SOURCE_BUDGET_SPENT -> "Wait; syncs go on when the org's calls of the last 24 hours are fewer again.";
            case SOURCE_RESPONSE_MALFORMED -> "Wait; if it lasts, report it with the log of the run.";
            case SOURCE_NOT_READABLE ->
                "Enable Knowledge, or give the connecting user the right that the sentence names.";
            case CONTENT_UNREADABLE -> "Correct the article; it is read again after it was published again.";
            case EMBEDDER_UNAVAILABLE -> "Wait; if it lasts, see the server's log.";
            case EMBEDDER_RATE_LIMITED ->
                "Wait as long as `Retry-After` says; if it comes often, ask the provider for a higher limit.";
            case OVERLOADED -> "Wait as long as `Retry-After` says; if it lasts, give the server more cores.";
            case INDEX_REBUILDING -> "Wait: the customer's index is being built from the database.";
            case DATABASE_UNAVAILABLE -> "Bring the database back; see [operations](operations.md).";
            case STORAGE_FULL -> "Free space on the disk of the data folder or of the database.";
            case INTERNAL -> "Report it with the log of that moment.";
        };
    }
}
