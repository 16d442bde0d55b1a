package dev.allotrope.sync.process;

import dev.allotrope.chunk.Chunker;
import dev.allotrope.embed.Costs;
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
    Making making(Embedders embedders, Costs costs, Embeddings embeddings) {
        return new Making(new Preparation(new Parser(), new Chunker(), embedders, costs), embeddings);
    }

    @Bean
    Processing processing(Contents contents, Uploads uploads, Intake intake, Making making, InstantSource clock) {
        return new Processing(contents, uploads, intake, making, clock);
    }
}
