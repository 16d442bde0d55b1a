package dev.allotrope.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.tenant.CustomerErased;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the log of deliveries keeps about a user whose last row is gone.
class ErasedCustomerIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final TestLibrary library = new TestLibrary(database);
    private final NotifyStage stage = new NotifyStage(database, database.transactions(), library.tenant());
    private final Announcements announcements =
            new Announcements(stage.outbox, stage.uploads, library.intake, stage.clock);

    @BeforeEach
    void register() {
        stage.register("https://hooks.invalid/");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void what_was_told_of_a_user_after_the_deletion_is_forgotten_with_the_last_row() {
        told();

        erased();

        assertThat(remembered()).isZero();
    }

    @Test
    void what_is_about_a_new_user_of_the_name_is_not_forgotten() {
        told();
        long before = remembered();

        inOrganization("UPDATE customer SET external_id = 'another', deleted_at = clock_timestamp()");
        inOrganization("INSERT INTO customer (organization_id, external_id) SELECT id, 'customer' FROM organization");
        announce();

        assertThat(before).isPositive();
        assertThat(remembered()).isEqualTo(before);
    }

    private void told() {
        stage.transactions.run(stage.tenant, () -> stage.outbox.tell(stage.tenant, Notice.of(Event.CANCEL)));
    }

    private void erased() {
        inOrganization("UPDATE customer SET deleted_at = clock_timestamp()");
        announce();
    }

    private void announce() {
        stage.transactions.run(
                stage.organization, () -> announcements.on(new CustomerErased(stage.tenant, "customer")));
    }

    /// Deliveries that name the user and are not to be forgotten soon.
    private long remembered() {
        return stage.transactions.in(
                stage.organization,
                () -> database.jdbc()
                        .sql("SELECT count(*) FROM notify_delivery WHERE customer = 'customer' AND NOT forget")
                        .query(Long.class)
                        .single());
    }

    private void inOrganization(String sql) {
        stage.transactions.run(
                stage.organization, () -> database.jdbc().sql(sql).update());
    }
}
