package dev.allotrope.index;

import dev.allotrope.library.LibraryAdvanced;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.event.TransactionalEventListener;

/// Tells the follower of this process what it may follow, and when to begin: not before the server is up.
final class FollowerSignals {
    private final Follower follower;

    FollowerSignals(Follower follower) {
        this.follower = follower;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        follower.start();
    }

    @TransactionalEventListener
    void advanced(LibraryAdvanced advanced) {
        follower.wake(advanced.tenant());
    }
}
