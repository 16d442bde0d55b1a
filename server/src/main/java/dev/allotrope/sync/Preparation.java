package dev.allotrope.sync;

import dev.allotrope.chunk.Chunk;
import dev.allotrope.chunk.Chunker;
import dev.allotrope.chunk.Windower;
import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.Embedders;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.Contents;
import dev.allotrope.parse.Content;
import dev.allotrope.parse.Parser;
import java.util.List;
import java.util.Optional;

/// The pure steps before embedding.
record Preparation(Parser parser, Chunker chunker, Embedders embedders) {
    Content parse(Contents.Body body) {
        return parser.parse(body.html());
    }

    /// What embeds the document: empty when its language is one the model does not know, so that only its words are
    /// searched. Throws [Failure] with `NOT_CONFIGURED` when the asked model is not here.
    Optional<Embedder> embedder(Contents.Body body) {
        String model = body.options().embeddingModel();
        Embedder embedder = embedders
                .forModel(model)
                .orElseThrow(() -> new Failure(
                        ErrorCode.NOT_CONFIGURED,
                        "could not embed document " + body.document() + ": the embedding model " + model
                                + " is not configured"));
        return Optional.of(embedder).filter(known -> known.knows(body.language()));
    }

    /// The chunks of the document, with the windows that the embedder wants when there is one.
    List<Chunk> chunks(Contents.Body body, Content content, Optional<Embedder> embedder) {
        List<Chunk> chunks = chunker.chunk(content, body.name(), body.language(), body.options());
        return embedder.map(model -> new Windower(model.windowTokens(), model::tokens)
                        .window(chunks, content, body.name(), body.language()))
                .orElse(chunks);
    }

    /// How many `cl100k_base` tokens a text has.
    long tokens(String text) {
        return chunker.tokens(text);
    }
}
