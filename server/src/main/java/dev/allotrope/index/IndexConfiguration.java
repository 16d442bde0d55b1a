package dev.allotrope.index;

import dev.allotrope.library.Documents;
import dev.allotrope.library.Feed;
import dev.allotrope.library.Heads;
import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IndexConfiguration {
    @Bean
    LuceneIndex index(@Value("${ALLOTROPE_DATA_DIR:./data}") Path dataFolder, InstantSource clock) {
        return new LuceneIndex(dataFolder.resolve("index"), clock);
    }

    @Bean
    Follower follower(Heads heads, Feed feed, Documents documents, Index index) {
        return new Follower(FollowedLibrary.of(heads, feed, documents), index);
    }

    /// A command that runs beside a server must not open the index that the server holds.
    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    FollowerSignals followerSignals(Follower follower) {
        return new FollowerSignals(follower);
    }
}
