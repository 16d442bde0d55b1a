package dev.allotrope.salesforce.sim.id;

import java.util.Optional;

/// Record ids: 15 case-sensitive base-62 characters and, in the 18-character form, three that encode their case.
public final class SalesforceId {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    private static final String POD = "5f";
    private static final int PREFIX = 3;
    private static final int SHORT = 15;
    private static final int LONG = 18;
    private static final int CHUNK = 5;

    private SalesforceId() {}

    /// The 18-character id number `number` of the records with the key prefix `prefix` (three characters).
    public static String of(String prefix, long number) {
        char[] id = (prefix + POD + "0".repeat(SHORT - POD.length() - prefix.length())).toCharArray();
        long rest = number;
        for (int at = SHORT - 1; rest > 0; at--) {
            id[at] = BASE62.charAt((int) (rest % BASE62.length()));
            rest /= BASE62.length();
        }
        return withChecksum(new String(id));
    }

    /// The number of an id made by [#of].
    public static long number(String id) {
        long number = 0;
        for (char c : id.substring(PREFIX + POD.length(), SHORT).toCharArray()) {
            number = number * BASE62.length() + BASE62.indexOf(c);
        }
        return number;
    }

    /// The 18-character form of a 15- or 18-character id; empty when the text is no id.
    public static Optional<String> normalise(String text) {
        if (text.length() != SHORT && text.length() != LONG) {
            return Optional.empty();
        }
        boolean wellFormed = text.chars().allMatch(c -> BASE62.indexOf(c) >= 0);
        return wellFormed ? Optional.of(withChecksum(text.substring(0, SHORT))) : Optional.empty();
    }

    private static String withChecksum(String id) {
        StringBuilder whole = new StringBuilder(LONG).append(id);
        for (int chunk = 0; chunk < SHORT; chunk += CHUNK) {
            int bits = 0;
            for (int i = 0; i < CHUNK; i++) {
                char c = id.charAt(chunk + i);
                bits |= (c >= 'A' && c <= 'Z' ? 1 : 0) << i;
            }
            whole.append(CHECKSUM.charAt(bits));
        }
        return whole.toString();
    }
}
