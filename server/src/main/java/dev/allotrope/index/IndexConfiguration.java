package dev.allotrope.index;

import dev.allotrope.library.Documents;
import dev.allotrope.library.Feed;
import dev.allotrope.library.Heads;
import dev.allotrope.library.rebuild.Rebuilds;
import dev.allotrope.library.usage.Usage;
import dev.allotrope.tenant.Eraser;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IndexConfiguration {
    @Bean
    FollowedLibrary followedLibrary(Heads heads, Feed feed, Documents documents, Rebuilds rebuilds, Usage usage) {
        return FollowedLibrary.of(heads, feed, documents, rebuilds, usage);
    }

    @Bean
    Follower follower(FollowedLibrary library, Index index) {
        return new Follower(library, index);
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

    /// Before jobs and requests can write anything.
    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    SmartInitializingSingleton indexesOfOtherLibraries(Follower follower) {
        return follower::distrust;
    }
}
