package dev.allotrope.embed;

import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/// Loads the default model in the background once the server is up, so that the first search does not wait for it.
final class WarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final Embedders embedders;
    private @Nullable Thread loading;

    WarmUp(Embedders embedders) {
        this.embedders = embedders;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        loading = Thread.ofPlatform().daemon().name("embed-warm-up").start(this::load);
    }

    /// Waits for the end of the loading: a process that ends within it takes the model's native code down with a crash.
    @Override
    public void close() throws InterruptedException {
        if (loading != null) {
            loading.join();
        }
    }

    private void load() {
        try {
            embedders.forModel(ProcessingOptions.DEFAULT_MODEL).ifPresent(embedder -> embedder.tokens("ready"));
        } catch (Failure e) {
            LOG.error("documents wait for their embeddings: {}", e.getMessage(), e);
        }
    }
}
