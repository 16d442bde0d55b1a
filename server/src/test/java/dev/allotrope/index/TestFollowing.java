package dev.allotrope.index;

import dev.allotrope.library.TestLibrary;
import dev.allotrope.tenant.Eraser;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.function.Predicate;

/// Lets an index follow a library over a test database.
public final class TestFollowing {
    private TestFollowing() {}

    /// A follower that was not started yet. Its searches wait long, because a machine under test is slow at times.
    public static Follower of(TestLibrary library, Index index) {
        return new Follower(library(library), index, Duration.ofSeconds(20));
    }

    static FollowedLibrary library(TestLibrary library) {
        return FollowedLibrary.of(library.heads, library.feed, library.documents, library.rebuilds, library.usage);
    }

    /// A follower that takes its turns when it is told to.
    ///
    /// @param step applies the next batch; true when more waits
    public record Turns(Predicate<Tenant> step, Eraser eraser) {}

    public static Turns turns(TestLibrary library, Index index) {
        Catcher catcher = new Catcher(library(library), index, tenant -> {});
        return new Turns(catcher::step, new Eraser(Eraser.Stage.INDEX, tenant -> {
            catcher.drop(tenant);
            return false;
        }));
    }
}
