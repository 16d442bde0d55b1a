package dev.allotrope.embed;

import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/// Loads the default model in the background once the server is up, so that the first search does not wait for it.
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final Embedders embedders;

    WarmUp(Embedders embedders) {
        this.embedders = embedders;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        Thread.ofPlatform().daemon().name("embed-warm-up").start(this::load);
    }

    private void load() {
        try {
            embedders.forModel(ProcessingOptions.DEFAULT_MODEL).ifPresent(embedder -> embedder.tokens("ready"));
        } catch (Failure e) {
            LOG.error("documents wait for their embeddings: {}", e.getMessage(), e);
        }
    }
}
