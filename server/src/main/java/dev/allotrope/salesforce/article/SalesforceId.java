package dev.allotrope.salesforce.article;

import java.util.Optional;
import java.util.regex.Pattern;

/// Record ids, which Salesforce writes with 15 case-sensitive characters or with 18, the last three of which tell
/// the case of the others.
public final class SalesforceId {
    private static final int SHORT = 15;
    private static final int BLOCK = 5;
    private static final String CHECK_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?");

    private SalesforceId() {}

    /// The id with 18 characters; empty for a text that is no id, also when the last three do not fit the others.
    public static Optional<String> normalise(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        String whole = text.substring(0, SHORT) + check(text);
        return text.length() == SHORT || text.equals(whole) ? Optional.of(whole) : Optional.empty();
    }

    private static String check(String id) {
        StringBuilder digits = new StringBuilder();
        for (int start = 0; start < SHORT; start += BLOCK) {
            digits.append(CHECK_DIGITS.charAt(upperCaseBits(id, start)));
        }
        return digits.toString();
    }

    private static int upperCaseBits(String id, int start) {
        int bits = 0;
        for (int i = 0; i < BLOCK; i++) {
            char character = id.charAt(start + i);
            if (character >= 'A' && character <= 'Z') {
                bits |= 1 << i;
            }
        }
        return bits;
    }
}
