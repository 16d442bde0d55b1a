package dev.allotrope.carbon.embeddings;

import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.embeddings.ChunksAndEmbeddingsUploadInput.ChunksAndEmbeddings;
import dev.allotrope.carbon.embeddings.ChunksAndEmbeddingsUploadInput.SingleChunksAndEmbeddingsUploadInput;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.carbon.wire.WireEnum;
import dev.allotrope.embed.Embedding;
import dev.allotrope.library.Upload;
import dev.allotrope.library.Upload.Existing;
import dev.allotrope.library.Upload.Piece;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Turns a request into uploads, one for each file.
final class UploadRequest {
    private static final String FILES = "chunks_and_embeddings";

    private final ChunksAndEmbeddingsUploadInput request;

    private UploadRequest(ChunksAndEmbeddingsUploadInput request) {
        this.request = request;
    }

    /// Throws [InvalidRequest] when its parts do not fit together.
    static List<Upload> of(ChunksAndEmbeddingsUploadInput request) {
        UploadRequest reading = new UploadRequest(request);
        reading.checkCredentials();
        reading.checkFiles();
        return IntStream.range(0, request.chunksAndEmbeddings().size())
                .mapToObj(reading::upload)
                .toList();
    }

    /// They are used for nothing, so whoever is given them by mistake hears of it.
    private void checkCredentials() {
        List<String> known = WireEnum.texts(CustomCredentialsType.class);
        request.customCredentials().forEach((key, value) -> {
            if (!known.contains(key)) {
                throw InvalidRequest.value("credentials are of " + known, "body", "custom_credentials");
            }
            if (!value.isObject()) {
                throw InvalidRequest.value("credentials are an object", "body", "custom_credentials", key);
            }
        });
    }

    private void checkFiles() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < request.chunksAndEmbeddings().size(); i++) {
            if (!seen.add(request.chunksAndEmbeddings().get(i).fileId())) {
                throw InvalidRequest.value("this file is there twice", "body", FILES, i, "file_id");
            }
        }
    }

    private Upload upload(int index) {
        SingleChunksAndEmbeddingsUploadInput file =
                request.chunksAndEmbeddings().get(index);
        return new Upload(
                WireIds.document(file.fileId()),
                request.embeddingModel().name(),
                file.chunkSize(),
                file.chunkOverlap(),
                pieces(index, file.chunksAndEmbeddings()),
                request.overwriteExisting() ? Existing.REPLACE : Existing.KEEP);
    }

    private List<Piece> pieces(int file, List<ChunksAndEmbeddings> chunks) {
        List<Piece> pieces = new ArrayList<>();
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < chunks.size(); i++) {
            ChunksAndEmbeddings chunk = chunks.get(i);
            Integer number = chunk.chunkNumber();
            if (number != null && !numbers.add(number)) {
                throw InvalidRequest.value("this number is there twice", loc(file, i, "chunk_number"));
            }
            Embedding vector = request.chunksOnly() ? null : vector(chunk.embedding(), loc(file, i, "embedding"));
            if (vector != null && i > 0 && length(pieces.getFirst()) != vector.values().length) {
                throw InvalidRequest.value(
                        "the vectors of a file are of one length, here " + length(pieces.getFirst()),
                        loc(file, i, "embedding"));
            }
            pieces.add(new Piece(number, chunk.chunk(), vector));
        }
        return pieces;
    }

    private static int length(Piece piece) {
        Embedding vector = piece.vector();
        return vector == null ? 0 : vector.values().length;
    }

    private static Embedding vector(float @Nullable [] given, Object... loc) {
        if (given == null || given.length == 0) {
            throw InvalidRequest.missing(loc);
        }
        try {
            return Embedding.unit(given);
        } catch (IllegalArgumentException e) {
            throw InvalidRequest.value("a vector needs a direction", loc);
        }
    }

    private static Object[] loc(int file, int chunk, String field) {
        return new Object[] {"body", FILES, file, FILES, chunk, field};
    }
}
