package dev.allotrope.embed.remote;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingResult;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;

/// Counts tokens as OpenAI's models do (`cl100k_base`). Loaded when it is first needed. Safe for use by many threads.
final class TokenCount {
    /// A character of UTF-16 has at most three bytes, and no token stands for less than one.
    private static final int MOST_TOKENS_PER_CHAR = 3;

    private TokenCount() {}

    static int of(String text) {
        return Loaded.ENCODING.countTokensOrdinary(wellFormed(text));
    }

    /// The beginning of a text that has at most `most` tokens, well formed: half a character becomes a question mark.
    static String cut(String given, int most) {
        String text = wellFormed(given);
        if (text.length() <= most / MOST_TOKENS_PER_CHAR) {
            return text;
        }
        EncodingResult start = Loaded.ENCODING.encodeOrdinary(text, most);
        return start.isTruncated() ? Loaded.ENCODING.decode(start.getTokens()) : text;
    }

    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static final class Loaded {
        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
    }
}
