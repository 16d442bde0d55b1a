package dev.allotrope.notify;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.MovableClock;
import dev.allotrope.connect.vault.TestVault;
import dev.allotrope.connect.vault.Vault;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.TestJobs;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Secret;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.notify.http.Courier;
import dev.allotrope.notify.http.Gate;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.TestTenants;
import dev.allotrope.tenant.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A customer of an organization with webhooks, and everything that posts to them, driven by hand.
final class NotifyStage implements AutoCloseable {
    static final RetryDelays DELAYS =
            new RetryDelays(List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10)));

    static final int MAX_WAITING = 5;

    final TestDatabase database;
    final Transactions transactions;
    final Tenant tenant;
    final Scope.Organization organization;
    final MovableClock clock = new MovableClock();
    final Webhooks webhooks;
    final Deliveries deliveries;
    final Outbox outbox;
    final WatchedUploads uploads;
    final Upkeep upkeep;
    private final Courier courier;
    private final Deliverer deliverer;

    NotifyStage(TestDatabase database) {
        this(database, database.transactions());
    }

    /// With transactions of the test's own, such as some that fail.
    NotifyStage(TestDatabase database, Transactions transactions) {
        this(database, transactions, new TestLibrary(database).tenant());
    }

    NotifyStage(TestDatabase database, Transactions transactions, Tenant tenant) {
        this(database, transactions, tenant, TestVault.open());
    }

    private NotifyStage(TestDatabase database, Transactions transactions, Tenant tenant, Vault vault) {
        this.database = database;
        this.transactions = transactions;
        this.tenant = tenant;
        organization = new Scope.Organization(tenant.organization());
        Gate gate = new Gate(true);
        courier = new Courier(gate);
        webhooks = new Webhooks(database.jdbc(), transactions, vault, gate);
        deliveries = new Deliveries(database.jdbc(), transactions, TestJobs.over(database), clock);
        outbox = new Outbox(
                transactions, webhooks, deliveries, TestTenants.customers(database), TestJobs.over(database), clock);
        uploads = new WatchedUploads(database.jdbc(), transactions);
        upkeep = new Upkeep(
                new Upkeep.Stores(webhooks, deliveries, uploads), outbox, TestJobs.over(database), clock, MAX_WAITING);
        deliverer = new Deliverer(transactions, webhooks, deliveries, courier, DELAYS, clock);
    }

    /// The same after another start, with these encryption keys.
    NotifyStage restarted(String... keys) {
        return new NotifyStage(database, transactions, tenant, TestVault.of(keys));
    }

    /// The webhooks as a server has them with these encryption keys.
    Webhooks webhooks(String... keys) {
        return new Webhooks(database.jdbc(), transactions, TestVault.of(keys), new Gate(true));
    }

    Registration.Registered register(String url) {
        return (Registration.Registered) webhooks.register(organization, url);
    }

    Secret key(String url) {
        return register(url).signingKey();
    }

    /// An event about a file, in a transaction of its own.
    void tell(Event event, long file) {
        tell(Notice.of(event, file, Map.of()));
    }

    void tell(Notice notice) {
        transactions.run(tenant, () -> outbox.tell(tenant, notice));
    }

    /// A user of that name is deleted.
    void deleted(String customer) {
        transactions.run(organization, () -> outbox.forget(organization.id(), customer));
    }

    /// Tells that a user of that name was erased.
    void erased(String customer) {
        transactions.run(
                organization,
                () -> outbox.tell(
                        organization.id(), customer, Notice.of(Event.ORGANIZATION_USER_DELETED, tenant.customer())));
    }

    /// The organization's name for the customer.
    String customer() {
        return TestTenants.customers(database).get(tenant).externalId();
    }

    /// Sends what is due now to all webhooks.
    void work() {
        webhooks.list(organization, List.of(), Webhooks.Order.CREATED_AT_ASCENDING, Page.first(10))
                .forEach(webhook -> work(webhook.id()));
    }

    JobHandler.Outcome work(WebhookId webhook) {
        String instance = instance(webhook);
        JobHandler.Outcome outcome = deliverer.run(instance);
        while (outcome.equals(JobHandler.Outcome.AGAIN)) {
            outcome = deliverer.run(instance);
        }
        return outcome;
    }

    String instance(WebhookId webhook) {
        return new Deliverer.Target(organization, webhook).instance();
    }

    void pass(Duration time) {
        clock.pass(time);
        work();
    }

    Webhook webhook(WebhookId id) {
        return webhooks.get(organization, id);
    }

    /// Of a webhook, oldest first.
    List<Delivery> log(WebhookId webhook) {
        return deliveries.list(organization, webhook, null, Page.first(1_000)).reversed();
    }

    @Override
    public void close() {
        courier.close();
    }
}
