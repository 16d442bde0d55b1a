package dev.allotrope.search;

import dev.allotrope.embed.Costs;
import dev.allotrope.embed.Embedders;
import dev.allotrope.index.Follower;
import dev.allotrope.index.Index;
import dev.allotrope.library.Contents;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SearchConfiguration {
    @Bean
    Search search(Follower follower, Index index, Contents contents, Embedders embedders, Costs costs) {
        return new Search(follower::reach, index, Passages.of(contents), embedders, costs);
    }
}
