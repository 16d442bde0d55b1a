package dev.allotrope.embed;

import dev.allotrope.embed.remote.RemoteModels;
import dev.allotrope.kernel.ProcessingOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class EmbedConfiguration {
    @Bean
    EmbedSettings embedSettings(Environment environment) {
        return new EmbedSettings(environment::getProperty);
    }

    @Bean
    OnnxEmbedder builtInEmbedder() {
        int workers = Runtime.getRuntime().availableProcessors();
        return new OnnxEmbedder(OnnxArtifact.BGE_SMALL_EN, workers, System::nanoTime);
    }

    @Bean
    RemoteModels remoteModels(EmbedSettings settings) {
        return RemoteModels.of(settings);
    }

    @Bean
    OwnModels ownModels(EmbedSettings settings, RemoteModels remote) {
        return new OwnModels(OwnModel.of(settings, remote));
    }

    /// What the operator brings along goes first, then what a key was set for, then what is built in.
    @Bean
    Embedders embedders(OnnxEmbedder builtIn, RemoteModels remote, OwnModels own) {
        Map<String, Embedder> bySlug = new HashMap<>();
        bySlug.put(ProcessingOptions.DEFAULT_MODEL, builtIn);
        bySlug.putAll(remote.bySlug());
        own.model().ifPresent(model -> model.slugs().forEach(slug -> bySlug.put(slug, model.embedder())));
        return new ConfiguredEmbedders(builtIn, bySlug);
    }

    @Bean
    WarmUp embedderWarmUp(Embedders embedders) {
        return new WarmUp(embedders);
    }

    /// Before anybody is served.
    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    SmartInitializingSingleton ownModelCheck(OwnModels own) {
        return () -> own.model().ifPresent(OwnModel::verify);
    }

    /// A bean, although there may be no model.
    record OwnModels(Optional<OwnModel> model) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            if (model.isPresent()) {
                model.get().close();
            }
        }
    }
}
