package dev.allotrope.index;

import dev.allotrope.library.TestLibrary;
import java.time.Duration;

/// Lets an index follow a library over a test database.
public final class TestFollowing {
    private TestFollowing() {}

    /// A follower that was not started yet. Its searches wait long, because a machine under test is slow at times.
    public static Follower of(TestLibrary library, Index index) {
        return new Follower(library(library), index, Duration.ofSeconds(20));
    }

    static FollowedLibrary library(TestLibrary library) {
        return FollowedLibrary.of(library.heads, library.feed, library.documents, library.rebuilds);
    }
}
