package dev.allotrope.index;

import dev.allotrope.library.Documents;
import dev.allotrope.library.Feed;
import dev.allotrope.library.Heads;
import dev.allotrope.tenant.Eraser;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IndexConfiguration {
    @Bean
    Follower follower(Heads heads, Feed feed, Documents documents, Index index) {
        return new Follower(FollowedLibrary.of(heads, feed, documents), index);
    }

    @Bean
    Eraser indexOfDeletedCustomers(Follower follower) {
        return new Eraser(Eraser.Stage.INDEX, tenant -> !follower.forget(tenant));
    }

    /// A command that runs beside a server must not open the index that the server holds.
    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    FollowerSignals followerSignals(Follower follower) {
        return new FollowerSignals(follower);
    }
}
