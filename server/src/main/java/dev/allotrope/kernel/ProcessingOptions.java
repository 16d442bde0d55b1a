package dev.allotrope.kernel;

/// What is done with a document's content. `chunkSize` and `chunkOverlap` count `cl100k_base` tokens;
/// `embeddingModel` is the slug the caller asked for, `OPENAI` by default. `sparseVectors` is remembered for the
/// caller and changes nothing. With `attachments`, files that hang on the document become documents under it.
public record ProcessingOptions(
        int chunkSize,
        int chunkOverlap,
        Depth depth,
        String embeddingModel,
        boolean prependName,
        boolean sparseVectors,
        boolean attachments) {
    public static final int DEFAULT_CHUNK_SIZE = 1_500;
    public static final int DEFAULT_CHUNK_OVERLAP = 20;
    public static final String DEFAULT_MODEL = "OPENAI";
    public static final ProcessingOptions DEFAULT = new ProcessingOptions(
            DEFAULT_CHUNK_SIZE, DEFAULT_CHUNK_OVERLAP, Depth.EMBEDDINGS, DEFAULT_MODEL, false, false);

    /// How far processing goes; each includes the ones before it.
    public enum Depth {
        /// The record alone: name, id and address; nothing is downloaded.
        RECORD,
        /// The raw body.
        RAW,
        /// The parsed text.
        TEXT,
        /// Chunks, which the lexical leg of search finds.
        CHUNKS,
        /// Embeddings.
        EMBEDDINGS
    }

    /// Without what hangs on the document.
    public ProcessingOptions(
            int chunkSize,
            int chunkOverlap,
            Depth depth,
            String embeddingModel,
            boolean prependName,
            boolean sparseVectors) {
        this(chunkSize, chunkOverlap, depth, embeddingModel, prependName, sparseVectors, false);
    }

    public ProcessingOptions {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("chunk size " + chunkSize + " is not positive");
        }
        if (chunkOverlap < 0 || chunkOverlap >= chunkSize) {
            throw new IllegalArgumentException(
                    "chunk overlap " + chunkOverlap + " is not below chunk size " + chunkSize);
        }
    }
}
