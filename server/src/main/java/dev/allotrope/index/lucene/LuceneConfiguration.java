package dev.allotrope.index.lucene;

import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class LuceneConfiguration {
    @Bean
    LuceneIndex index(Environment environment, InstantSource clock) {
        String folder = environment.getProperty("ALLOTROPE_DATA_DIR", "");
        return new LuceneIndex(Path.of(folder.isBlank() ? "./data" : folder.strip(), "index"), clock);
    }
}
