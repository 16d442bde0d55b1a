package dev.allotrope.library;

import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.DocumentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chunks that the owner of a document made, to be searched in place of ours, under the slug `model`. `chunkSize` and
/// `chunkOverlap` are what the owner says of them. Either all pieces have vectors, of one length, or none has: then
/// they are embedded here.
public record Upload(
        DocumentId document,
        String model,
        @Nullable Integer chunkSize,
        @Nullable Integer chunkOverlap,
        List<Piece> pieces,
        Existing existing) {
    /// What becomes of the chunks that a document has.
    public enum Existing {
        REPLACE,
        /// They stay; their owner must have uploaded them too.
        KEEP
    }

    /// A chunk. Without a number it comes after all that have one.
    public record Piece(
            @Nullable Integer number, String text, @Nullable Embedding vector) {}

    public Upload {
        pieces = List.copyOf(pieces);
    }
}
