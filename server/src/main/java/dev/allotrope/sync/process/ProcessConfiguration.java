package dev.allotrope.sync.process;

import dev.allotrope.chunk.Chunker;
import dev.allotrope.embed.Embedders;
import dev.allotrope.library.Contents;
import dev.allotrope.library.Embeddings;
import dev.allotrope.library.Intake;
import dev.allotrope.library.Uploads;
import dev.allotrope.parse.Parser;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProcessConfiguration {
    @Bean
    Processing processing(
            Contents contents,
            Uploads uploads,
            Embeddings embeddings,
            Intake intake,
            Embedders embedders,
            InstantSource clock) {
        Preparation preparation = new Preparation(new Parser(), new Chunker(), embedders);
        return new Processing(contents, uploads, embeddings, intake, preparation, clock);
    }
}
