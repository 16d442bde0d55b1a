package dev.allotrope.search.rerank;

import dev.allotrope.embed.Costs;
import dev.allotrope.embed.EmbedSettings;
import dev.allotrope.embed.http.Patience;
import dev.allotrope.search.Search;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RerankConfiguration {
    @Bean
    Rerankers rerankers(EmbedSettings settings) {
        return new Rerankers(settings, Patience.PROMPT);
    }

    @Bean
    Reranking reranking(Search search, Rerankers rerankers, Costs costs) {
        return new Reranking(search::search, rerankers, costs);
    }
}
