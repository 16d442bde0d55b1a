package dev.allotrope.index;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Tags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the index has to do for one document.
public sealed interface DocumentChange {
    DocumentId document();

    /// The document as it is now, replacing whatever the index has of it. `model` is the slug the document was
    /// processed under and `embedder` what made its vectors, null when it has none.
    record Put(
            DocumentId document,
            String language,
            String title,
            Tags tags,
            String model,
            @Nullable EmbedderId embedder,
            List<IndexedChunk> chunks)
            implements DocumentChange {
        public Put {
            chunks = List.copyOf(chunks);
        }
    }

    /// The document is gone, or has nothing to be found by.
    record Remove(DocumentId document) implements DocumentChange {}

    /// A chunk and the vectors of its windows, which are empty when it was not embedded.
    record IndexedChunk(int ordinal, String text, List<String> headings, List<Embedding> windows) {
        public IndexedChunk {
            headings = List.copyOf(headings);
            windows = List.copyOf(windows);
        }
    }
}
