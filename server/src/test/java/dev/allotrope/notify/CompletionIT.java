package dev.allotrope.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.job.JobHandler;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.library.DocumentNews;
import dev.allotrope.library.Documents;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.source.Item;
import dev.allotrope.sync.FaultyTransactions;
import dev.allotrope.tenant.Transactions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// The end of an upload is told once, also when the process dies between its last document and that.
class CompletionIT {
    private static final String UPLOAD = "upload";

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final TestLibrary library = new TestLibrary(database);
    private final NotifyStage stage = new NotifyStage(database, database.transactions(), library.tenant());
    private final ConnectionId connection = library.connection(stage.tenant);
    private final WebhookId webhook =
            stage.register("https://hooks.invalid/").webhook().id();
    private final Item item = TestLibrary.item("a", 1);

    @BeforeEach
    void an_upload_is_queued() {
        Announcements announcements = new Announcements(stage.outbox, stage.uploads, library.intake, stage.clock);
        library.listen(event -> {
            if (event instanceof DocumentNews news) {
                announcements.on(news);
            }
        });
        library.admit(stage.tenant, connection, item);
        stage.transactions.run(
                stage.tenant,
                () -> stage.uploads.open(
                        stage.tenant, new WatchedUploads.Upload(UPLOAD, "request"), stage.clock.instant()));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void nothing_is_told_while_a_document_waits() {
        Completion completion = completion(stage.transactions);

        assertThat(completion.pending(instance())).isFalse();
        completion.run(instance());

        assertThat(ends()).isEmpty();
    }

    @Test
    void a_process_that_dies_after_the_last_document_leaves_the_end_to_be_told() {
        last();
        database.jdbc().sql("DELETE FROM job_outbound").update();
        assertThat(ends()).isEmpty();

        stage.upkeep.run(Upkeep.INSTANCE);
        assertThat(database.jdbc()
                        .sql("SELECT task_instance FROM job_outbound WHERE task_name = ?")
                        .param(Completion.NAME)
                        .query(String.class)
                        .list())
                .contains(instance());
        JobHandler.Outcome outcome = completion(stage.transactions).run(instance());

        assertThat(outcome).isEqualTo(JobHandler.Outcome.DONE);
        assertThat(ends()).hasSize(1);
        assertThat(completion(stage.transactions).pending(instance())).isFalse();
    }

    @Test
    void a_process_that_dies_while_it_tells_the_end_tells_it_once() {
        last();
        // Commits of a run: what is open, what of it is settled, then the end.
        FaultyTransactions before = new FaultyTransactions(new JdbcTransactionManager(database.dataSource()), 3, false);
        FaultyTransactions after = new FaultyTransactions(new JdbcTransactionManager(database.dataSource()), 3, true);

        assertThatThrownBy(() -> dying(before)).isInstanceOf(FaultyTransactions.Killed.class);
        assertThat(ends()).isEmpty();
        assertThatThrownBy(() -> dying(after)).isInstanceOf(FaultyTransactions.Killed.class);
        assertThat(ends()).hasSize(1);
        completion(stage.transactions).run(instance());

        assertThat(ends()).hasSize(1);
    }

    private void dying(FaultyTransactions faults) {
        Transactions transactions = new Transactions(faults, database.jdbc());
        try (NotifyStage doomed = new NotifyStage(database, transactions, stage.tenant)) {
            new Completion(
                            transactions,
                            doomed.uploads,
                            new TestLibrary(database.jdbc(), transactions).documents,
                            doomed.outbox)
                    .run(instance());
        }
    }

    private Completion completion(Transactions transactions) {
        return new Completion(transactions, stage.uploads, library.documents, stage.outbox);
    }

    private String instance() {
        return stage.tenant.toString();
    }

    /// The last document of the upload waits for nothing any more.
    private void last() {
        DocumentId id =
                library.only(stage.tenant, connection, item.externalId()).id();
        library.documents.remove(stage.tenant, List.of(id), Documents.Reason.NOT_PUBLISHED);
    }

    private List<Delivery> ends() {
        return stage.log(webhook).stream()
                .filter(delivery -> delivery.event() == Event.ALL_FILES_PROCESSED)
                .toList();
    }
}
