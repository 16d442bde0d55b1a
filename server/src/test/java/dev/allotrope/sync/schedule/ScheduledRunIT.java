package dev.allotrope.sync.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.sync.SyncStage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What becomes of documents in a run that nobody asked for.
class ScheduledRunIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final ScheduleStage schedule = new ScheduleStage(database);
    private SyncStage stage;

    @BeforeEach
    void connected() {
        schedule.clear();
        stage = schedule.synced();
        schedule.enable(stage, 3);
        schedule.run();
    }

    @Test
    void a_changed_document_is_evaluated_and_stays_to_be_found_meanwhile() {
        stage.source.publish("a1", "changed");
        List<DocumentStatus> seen = new ArrayList<>();
        stage.source.beforeFetchOf("a1", () -> {
            seen.add(stage.document("a0").status());
            seen.add(stage.document("a1").status());
            assertThatThrownBy(() -> stage.resync("a1")).hasMessageContaining("in work");
        });

        schedule.at(schedule.due(stage));
        stage.work();

        assertThat(seen).containsExactly(DocumentStatus.READY, DocumentStatus.EVALUATING);
        assertThat(stage.document("a1").status()).isEqualTo(DocumentStatus.READY);
        assertThat(stage.text("a1")).isEqualTo("changed");
    }

    @Test
    void a_document_that_somebody_had_listed_again_is_queued() {
        stage.source.publish("a1", "changed");
        List<DocumentStatus> seen = new ArrayList<>();
        stage.source.beforeFetchOf("a1", () -> seen.add(stage.document("a1").status()));

        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);

        assertThat(seen).containsExactly(DocumentStatus.QUEUED);
    }

    @Test
    void canceling_leaves_what_was_evaluated_ready_and_the_next_run_takes_it() {
        stage.source.publish("a1", "changed");
        stage.source.beforeFetchOf(
                "a1", () -> stage.sync.cancel(stage.tenant, stage.connection().id()));

        schedule.at(schedule.due(stage));
        stage.work();
        assertThat(stage.document("a1").status()).isEqualTo(DocumentStatus.READY);
        assertThat(stage.text("a1")).isEqualTo("body of a1");

        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
        assertThat(stage.text("a1")).isEqualTo("changed");
    }

    @Test
    void what_a_failed_run_would_have_fetched_says_so_and_the_next_run_takes_it() {
        stage.source.publish("a1", "changed");
        stage.source.beforeFetchOf("a1", () -> {
            throw new Failure(ErrorCode.SOURCE_NOT_READABLE, "Knowledge is switched off");
        });

        schedule.at(schedule.due(stage));
        stage.work();
        assertThat(stage.latest().status()).isEqualTo(SyncRun.Status.FAILED);
        assertThat(stage.document("a1").status()).isEqualTo(DocumentStatus.FAILED);
        assertThat(stage.document("a1").error())
                .isEqualTo("failed to auto-sync during scheduled sync: Knowledge is switched off");
        assertThat(stage.connection().syncError()).isEqualTo("Knowledge is switched off");
        assertThat(stage.text("a1")).isEqualTo("body of a1");

        stage.listAgain(SyncRun.Cause.ITEMS_SYNC);
        assertThat(stage.text("a1")).isEqualTo("changed");
        assertThat(stage.document("a1").error()).isNull();
    }
}
