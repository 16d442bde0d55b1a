package dev.allotrope.sync.process;

import dev.allotrope.chunk.Chunk;
import dev.allotrope.chunk.Chunker;
import dev.allotrope.chunk.Window;
import dev.allotrope.chunk.Windower;
import dev.allotrope.embed.Costs;
import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.Embedders;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Upload;
import dev.allotrope.library.Uploads;
import dev.allotrope.parse.Content;
import dev.allotrope.parse.Parser;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The pure steps before embedding.
record Preparation(Parser parser, Chunker chunker, Embedders embedders, Costs costs) {
    Content parse(Contents.Body body) {
        return parser.parse(body.html());
    }

    Optional<Embedder> embedder(Contents.Body body) {
        return embedder(body.document(), body.options().embeddingModel(), body.language());
    }

    /// What embeds a document: empty when its language is one the model does not know, so that only its words are
    /// searched. Throws [dev.allotrope.kernel.Failure] with `NOT_CONFIGURED` when the asked model is not here.
    Optional<Embedder> embedder(DocumentId document, String model, String language) {
        Embedder embedder = embedders
                .forModel(model)
                .orElseThrow(() -> embedders.notConfigured("embed document " + document, model));
        return Optional.of(embedder).filter(known -> known.knows(language));
    }

    /// The chunks of the document, with the windows that the embedder wants when there is one.
    List<Chunk> chunks(Contents.Body body, Content content, Optional<Embedder> embedder) {
        List<Chunk> chunks = chunker.chunk(content, body.name(), body.language(), body.options());
        return embedder.map(model -> new Windower(model.windowTokens(), model::tokens)
                        .window(chunks, content, body.name(), body.language()))
                .orElse(chunks);
    }

    /// A chunk that was uploaded with its vector, which is its only window. The window is known by text and vector,
    /// because others may give other vectors to the same text.
    Chunk withVector(Upload.Piece piece, Embedding vector) {
        String key = Fingerprint.of(piece.text(), HexFormat.of().formatHex(vector.bytes()))
                .hex();
        return chunk(piece, List.of(new Window(0, key)));
    }

    /// A chunk that was uploaded without a vector, with the windows that the embedder wants when there is one.
    Chunk withWindows(Upload.Piece piece, Uploads.Waiting upload, Optional<Embedder> embedder) {
        String text = piece.text();
        Content content = new Content(text, List.of(), List.of(), List.of());
        Chunk whole = new Chunk(0, 0, text.length(), text, 0, List.of(), List.of());
        return chunk(
                piece,
                embedder.map(model -> new Windower(model.windowTokens(), model::tokens)
                                .window(List.of(whole), content, upload.name(), upload.language())
                                .getFirst()
                                .windows())
                        .orElse(List.of()));
    }

    /// Where an uploaded text stands in the document is not known.
    private Chunk chunk(Upload.Piece piece, List<Window> windows) {
        int ordinal = Objects.requireNonNull(piece.number(), "pieces that were taken in have numbers");
        return new Chunk(ordinal, 0, 0, piece.text(), chunker.tokens(piece.text()), List.of(), windows);
    }

    /// How many `cl100k_base` tokens a text has.
    long tokens(String text) {
        return chunker.tokens(text);
    }
}
