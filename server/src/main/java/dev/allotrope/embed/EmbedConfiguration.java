package dev.allotrope.embed;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EmbedConfiguration {
    @Bean
    Embedders embedders() {
        int workers = Runtime.getRuntime().availableProcessors();
        return new LocalEmbedders(new OnnxEmbedder(OnnxArtifact.BGE_SMALL_EN, workers, System::nanoTime));
    }

    @Bean
    WarmUp embedderWarmUp(Embedders embedders) {
        return new WarmUp(embedders);
    }
}
