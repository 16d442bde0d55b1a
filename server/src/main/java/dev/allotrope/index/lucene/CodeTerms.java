package dev.allotrope.index.lucene;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Finds product names and codes that language analysis would cut or stem: `ESP32-S3`, `0x80070005`, `v2.3.5`,
/// `ERR_CERT`.
public final class CodeTerms {
    /// Longer runs are addresses or data, which nobody types into a search.
    private static final int MAX_LENGTH = 64;

    private static final Pattern RUN =
            Pattern.compile("[\\p{IsLatin}\\p{Nd}]++(?:[-._:/+#@]++[\\p{IsLatin}\\p{Nd}]++)*+(?:\\+\\+|#)?");
    private static final Pattern CODE = Pattern.compile(".*(?:\\p{Nd}|[-._:/+#@]|.\\p{Lu}).*");

    private CodeTerms() {}

    /// The codes of a text, lower-cased, in order, each as often as it stands there.
    public static List<String> of(String text) {
        return RUN.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(run -> run.length() <= MAX_LENGTH && CODE.matcher(run).matches())
                .map(run -> run.toLowerCase(Locale.ROOT))
                .toList();
    }
}
