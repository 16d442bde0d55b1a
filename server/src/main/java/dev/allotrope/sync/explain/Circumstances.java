package dev.allotrope.sync.explain;

import dev.allotrope.source.audit.Sighting.State;
import dev.allotrope.sync.SyncRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What holds for all documents of a connection: whether each listed one is synced by itself, its latest runs, the
/// newest first, why the source could not be asked, and which states of documents the connected user sees. `rights`
/// names what shows a state. What is visible is asked for only when it is needed, and empty when the source does not
/// tell.
record Circumstances(
        boolean syncAll,
        List<SyncRun> runs,
        @Nullable String notAsked,
        Supplier<Optional<Set<State>>> visible,
        Map<State, String> rights) {
    /// The run that is in work or waits for its turn.
    Optional<SyncRun> open() {
        return runs.stream().filter(run -> !run.finished()).reduce((newer, older) -> older);
    }

    /// The latest run that ended by itself.
    Optional<SyncRun> ended() {
        return runs.stream()
                .filter(SyncRun::finished)
                .filter(run -> run.status() != SyncRun.Status.CANCELED)
                .findFirst();
    }

    /// The latest whole listing.
    Optional<SyncRun> listing() {
        return runs.stream()
                .filter(run -> run.mode().whole() && run.status() == SyncRun.Status.COMPLETED)
                .findFirst();
    }

    /// The latest run that held removals.
    Optional<SyncRun> holding() {
        return runs.stream().filter(run -> run.counts().held() > 0).findFirst();
    }
}
