package dev.allotrope.embed;

class HashingEmbedderTest extends EmbedderContract {
    @Override
    protected Embedder embedder() {
        return HashingEmbedder.of(64);
    }
}
