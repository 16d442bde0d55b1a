package dev.allotrope.notify;

import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.notify.message.Payload;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Takes the notices of a transaction and writes them as deliveries right before it commits: all of them at once,
/// however many small steps they came from, and none when the organization has no webhook.
final class Outbox {
    private final Transactions transactions;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Customers customers;
    private final Jobs jobs;
    private final InstantSource clock;

    Outbox(
            Transactions transactions,
            Webhooks webhooks,
            Deliveries deliveries,
            Customers customers,
            Jobs jobs,
            InstantSource clock) {
        this.transactions = transactions;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.customers = customers;
        this.jobs = jobs;
        this.clock = clock;
    }

    /// Tells the organization of a customer. Throws [IllegalStateException] outside a transaction: what is told there
    /// might not have happened.
    void tell(Tenant tenant, Notice notice) {
        pages().add(new Addressed(tenant.organization(), tenant, null, notice));
    }

    /// The same about a customer that is gone, by the organization's name for it.
    void tell(OrganizationId organization, @Nullable String customer, Notice notice) {
        pages().add(new Addressed(organization, null, customer, notice));
    }

    /// Has what was told about a customer forgotten as soon as receivers have it, in the transaction that deletes them.
    void forget(OrganizationId organization, String customer) {
        deliveries.forget(new Scope.Organization(organization), customer);
    }

    /// The same for what a transaction told that began before the deletion, once nothing refers to the customer any
    /// more. Where somebody else bears the name by now, it cannot be told apart, and goes with the rest of the log.
    void forgetRest(OrganizationId organization, String customer) {
        if (customers.find(organization, customer).isEmpty()) {
            forget(organization, customer);
        }
    }

    /// Asks one webhook whether it is there.
    void checkUp(Deliverer.Target target) {
        Instant at = clock.instant();
        transactions.run(target.organization(), () -> {
            if (webhooks.receivers(target.organization()).contains(target.webhook())) {
                List<Deliveries.Written> checkUp = List.of(written(Notice.of(Event.CHECKUP), null, at));
                deliveries.add(target.organization(), List.of(target.webhook()), checkUp, at);
                jobs.wakeAfterCommit(Lane.OUTBOUND, Deliverer.NAME, target.instance());
            }
        });
    }

    private record Addressed(
            OrganizationId organization,
            @Nullable Tenant tenant,
            @Nullable String customer,
            Notice notice) {}

    private List<Addressed> pages() {
        Object bound = TransactionSynchronizationManager.getResource(this);
        if (bound instanceof Pending pending) {
            return pending.notices;
        }
        Pending pending = new Pending();
        TransactionSynchronizationManager.registerSynchronization(pending);
        TransactionSynchronizationManager.bindResource(this, pending);
        return pending.notices;
    }

    private void write(List<Addressed> notices) {
        Map<OrganizationId, List<Addressed>> byOrganization = new LinkedHashMap<>();
        notices.forEach(each -> byOrganization
                .computeIfAbsent(each.organization(), _ -> new ArrayList<>())
                .add(each));
        byOrganization.forEach((organization, all) -> {
            Scope.Organization scope = new Scope.Organization(organization);
            transactions.run(scope, () -> write(scope, all));
        });
    }

    private void write(Scope.Organization organization, List<Addressed> notices) {
        List<WebhookId> receivers = webhooks.receivers(organization);
        if (receivers.isEmpty()) {
            return;
        }
        Instant at = clock.instant();
        Map<Tenant, String> names = new HashMap<>();
        List<Deliveries.Written> written = notices.stream()
                .map(each -> written(each.notice(), customer(each, names), at))
                .toList();
        deliveries.add(organization, receivers, written, at);
        receivers.forEach(webhook -> jobs.wakeAfterCommit(
                Lane.OUTBOUND, Deliverer.NAME, new Deliverer.Target(organization, webhook).instance()));
        names.keySet().forEach(tenant -> jobs.wakeAfterCommit(Lane.OUTBOUND, Completion.NAME, tenant.toString()));
    }

    private static Deliveries.Written written(Notice notice, @Nullable String customer, Instant at) {
        return new Deliveries.Written(notice, customer, notice.body(customer == null ? Payload.NONE : customer, at));
    }

    private @Nullable String customer(Addressed notice, Map<Tenant, String> names) {
        Tenant tenant = notice.tenant();
        return tenant == null
                ? notice.customer()
                : names.computeIfAbsent(tenant, id -> customers.get(id).externalId());
    }

    private final class Pending implements TransactionSynchronization {
        private final List<Addressed> notices = new ArrayList<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            write(notices);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(Outbox.this);
        }
    }
}
