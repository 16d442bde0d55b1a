package dev.allotrope.salesforce.article;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Times as Salesforce writes them. They are those of its own clocks.
public final class ServerTime {
    /// `2026-11-23T10:00:00.000+0000`, the form of SOQL answers; also with a colon or `Z`, the forms of other APIs.
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS][XXX][XX]");

    private static final Pattern USUAL = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000");

    private ServerTime() {}

    /// Throws [java.time.format.DateTimeParseException] for anything else.
    public static Instant parse(String text) {
        Instant usual = usual(text);
        return usual == null ? OffsetDateTime.parse(text, FORM).toInstant() : usual;
    }

    /// The form of SOQL answers digit by digit: a listing has hundreds of thousands of them. Null for anything else.
    private static @Nullable Instant usual(String text) {
        if (!USUAL.matcher(text).matches()) {
            return null;
        }
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, 19),
                            number(text, 20, 23) * 1_000_000)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /// The time in a query, cut to the milliseconds that Salesforce keeps.
    public static String literal(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
