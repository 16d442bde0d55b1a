package dev.allotrope.sync.process;

import dev.allotrope.chunk.Chunker;
import dev.allotrope.embed.Costs;
import dev.allotrope.embed.Embedders;
import dev.allotrope.job.Jobs;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Embeddings;
import dev.allotrope.library.Heads;
import dev.allotrope.library.Intake;
import dev.allotrope.library.Reembeddings;
import dev.allotrope.library.Uploads;
import dev.allotrope.parse.Parser;
import dev.allotrope.sync.Upkeep;
import dev.allotrope.sync.files.FileReading;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProcessConfiguration {
    @Bean
    Making making(Embedders embedders, Costs costs, Embeddings embeddings) {
        return new Making(new Preparation(new Parser(), new Chunker(), embedders, costs), embeddings);
    }

    @Bean
    Processing processing(
            Contents contents, Uploads uploads, FileReading files, Intake intake, Making making, InstantSource clock) {
        return new Processing(contents, uploads, files, intake, making, clock);
    }

    @Bean
    Reembedding reembedding(
            Reembedding.Stores stores, Making making, Embedders embedders, Jobs jobs, InstantSource clock) {
        int threads = Reembedding.PARALLEL * Runtime.getRuntime().availableProcessors();
        return new Reembedding(stores, making, embedders, jobs, clock, threads);
    }

    @Bean
    Reembedding.Stores reembeddingStores(Reembeddings reembeddings, Contents contents, Uploads uploads) {
        return new Reembedding.Stores(reembeddings, contents, uploads);
    }

    @Bean
    Upkeep unfinishedReembeddings(Reembedding reembedding) {
        return new Upkeep("unfinished embedding of all documents", Duration.ofMinutes(1), reembedding::sweep);
    }

    @Bean
    ReembedCommand reembedCommand(Heads heads, Reembedding reembedding) {
        return new ReembedCommand(heads, reembedding);
    }

    /// Before anybody is served.
    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    SmartInitializingSingleton storedVectorsCheck(Embeddings embeddings, Embedders embedders) {
        return new StoredVectors(embeddings, embedders)::check;
    }
}
