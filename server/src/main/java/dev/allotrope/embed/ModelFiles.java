package dev.allotrope.embed;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/// The files of a model: the network in ONNX, and the tokenizer as Hugging Face writes it.
sealed interface ModelFiles {
    InputStream tokenizer() throws IOException;

    OrtSession session(OrtEnvironment environment, OrtSession.SessionOptions options) throws IOException, OrtException;

    /// Feeds all that is in them to a digest.
    void digest(MessageDigest digest) throws IOException;

    /// In a library that this program comes with.
    record OnClassPath(String model, String tokenizerFile) implements ModelFiles {
        @Override
        public InputStream tokenizer() {
            return open(tokenizerFile);
        }

        @Override
        public OrtSession session(OrtEnvironment environment, OrtSession.SessionOptions options)
                throws IOException, OrtException {
            try (InputStream in = open(model)) {
                return environment.createSession(in.readAllBytes(), options);
            }
        }

        @Override
        public void digest(MessageDigest digest) throws IOException {
            for (String file : List.of(model, tokenizerFile)) {
                ModelFiles.feed(open(file), digest);
            }
        }

        private static InputStream open(String file) {
            InputStream in = ModelFiles.class.getClassLoader().getResourceAsStream(file);
            if (in == null) {
                throw new IllegalStateException("the model file " + file + " is not on the class path");
            }
            return in;
        }
    }

    /// In a folder of the operator's. Weights of more than 2 GB are in a file beside the model's, whose name has
    /// `_data` at its end.
    record OnDisk(Path model, Path tokenizerFile) implements ModelFiles {
        @Override
        public InputStream tokenizer() throws IOException {
            return Files.newInputStream(tokenizerFile);
        }

        @Override
        public OrtSession session(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException {
            return environment.createSession(model.toString(), options);
        }

        @Override
        public void digest(MessageDigest digest) throws IOException {
            for (Path file : List.of(model, tokenizerFile, weights())) {
                if (!file.equals(weights()) || Files.exists(file)) {
                    ModelFiles.feed(Files.newInputStream(file), digest);
                }
            }
        }

        private Path weights() {
            return model.resolveSibling(model.getFileName() + "_data");
        }
    }

    private static void feed(InputStream file, MessageDigest digest) throws IOException {
        try (DigestInputStream in = new DigestInputStream(file, digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
