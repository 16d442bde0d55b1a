package dev.allotrope.embed.remote;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Languages;
import dev.allotrope.embed.Prefixes;
import dev.allotrope.kernel.Fingerprint;

/// A model and how text must be given to it. `family` and `name` say which it is, wherever it runs, so that vectors
/// are kept when the provider changes; `maxTokens` and `windowTokens` are counted as OpenAI counts.
///
/// @param maxTokens longer texts are cut to this @param windowTokens the longest window worth embedding
public record RemoteModel(
        String family,
        String name,
        int dimensions,
        int maxTokens,
        int windowTokens,
        Prefixes prefixes,
        Languages languages) {
    private static final int SHORT_HASH = 16;

    EmbedderId id() {
        String hash = Fingerprint.of(
                        family,
                        name,
                        String.valueOf(dimensions),
                        String.valueOf(maxTokens),
                        prefixes.query(),
                        prefixes.passage())
                .hex();
        return new EmbedderId(name + "-" + dimensions, hash.substring(0, SHORT_HASH));
    }
}
