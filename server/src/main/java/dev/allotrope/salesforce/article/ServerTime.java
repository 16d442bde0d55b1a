package dev.allotrope.salesforce.article;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// Times as Salesforce writes them. They are those of its own clocks.
public final class ServerTime {
    /// `2026-11-23T10:00:00.000+0000`, the form of SOQL answers; also with a colon or `Z`, the forms of other APIs.
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS][XXX][XX]");

    private static final String SOQL = "2026-11-23T10:00:00.000+0000";

    private ServerTime() {}

    /// Throws [java.time.format.DateTimeParseException] for anything else.
    public static Instant parse(String text) {
        if (text.length() == SOQL.length() && text.endsWith("+0000")) {
            // Every row has many times in this form, and the form's own parser is fast.
            return Instant.parse(text.substring(0, SOQL.length() - "+0000".length()) + "Z");
        }
        return OffsetDateTime.parse(text, FORM).toInstant();
    }

    /// The time in a query, cut to the milliseconds that Salesforce keeps.
    public static String literal(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
