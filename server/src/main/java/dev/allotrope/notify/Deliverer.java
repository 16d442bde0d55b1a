package dev.allotrope.notify;

import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Secret;
import dev.allotrope.notify.http.Answer;
import dev.allotrope.notify.http.Courier;
import dev.allotrope.notify.message.Signature;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what waits for one webhook: a few at once, one at a time about each thing. One instance a webhook, in a lane
/// of its own, so that a slow receiver holds up nobody but itself.
///
/// What an attempt came to is stored after it: a crash in between sends it again.
final class Deliverer implements JobHandler {
    static final String NAME = "deliver";
    /// Requests to one webhook at the same time.
    static final int PARALLEL = 8;
    /// Deliveries given up in a row, after which a webhook is flagged.
    static final int FLAG_AFTER = 10;

    /// How long deliveries wait that cannot be signed, because the encryption key of the signing key is lost. To
    /// bring it back is to start the server anew, which wakes them at once.
    static final Duration LOCKED = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

    private final Transactions transactions;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Courier courier;
    private final RetryDelays delays;
    private final InstantSource clock;
    /// Webhooks of which it was said that their deliveries wait for a lost key: once is enough.
    private final Set<WebhookId> locked = ConcurrentHashMap.newKeySet();

    Deliverer(
            Transactions transactions,
            Webhooks webhooks,
            Deliveries deliveries,
            Courier courier,
            RetryDelays delays,
            InstantSource clock) {
        this.transactions = transactions;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.courier = courier;
        this.delays = delays;
        this.clock = clock;
    }

    /// A webhook as the instance of a job: `organization:webhook`.
    record Target(Scope.Organization organization, WebhookId webhook) {
        String instance() {
            return organization.id() + ":" + webhook;
        }

        static Target parse(String instance) {
            int colon = instance.indexOf(':');
            return new Target(
                    new Scope.Organization(new OrganizationId(Long.parseLong(instance.substring(0, colon)))),
                    new WebhookId(Long.parseLong(instance.substring(colon + 1))));
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Lane lane() {
        return Lane.OUTBOUND;
    }

    @Override
    public boolean pending(String instance) {
        Target target = Target.parse(instance);
        return deliveries.next(target.organization(), target.webhook()).isPresent();
    }

    @Override
    public Outcome run(String instance) {
        Target target = Target.parse(instance);
        Instant end = clock.instant().plus(SLICE);
        while (clock.instant().isBefore(end)) {
            Optional<Webhook> webhook = webhooks.find(target.organization(), target.webhook());
            if (webhook.isEmpty()) {
                return Outcome.DONE;
            }
            List<Delivery> due = deliveries.due(target.organization(), target.webhook(), clock.instant(), PARALLEL);
            if (due.isEmpty()) {
                return deliveries
                        .next(target.organization(), target.webhook())
                        .map(this::later)
                        .orElse(Outcome.DONE);
            }
            Optional<Secret> key = signingKey(target.organization(), webhook.get());
            if (key.isEmpty()) {
                return new Outcome.Again(LOCKED);
            }
            deliver(target.organization(), webhook.get(), key.get(), due);
        }
        return Outcome.AGAIN;
    }

    /// Empty while its encryption key is lost.
    private Optional<Secret> signingKey(Scope.Organization organization, Webhook webhook) {
        try {
            Secret key = webhooks.signingKey(organization, webhook);
            locked.remove(webhook.id());
            return Optional.of(key);
        } catch (Failure lost) {
            if (locked.add(webhook.id())) {
                LOG.error(
                        "nothing is sent to webhook {} of organization {}, and its deliveries wait: {}",
                        webhook.id(),
                        organization.id(),
                        lost.getMessage());
            }
            return Optional.empty();
        }
    }

    private Outcome later(Instant next) {
        Duration wait = Duration.between(clock.instant(), next);
        return new Outcome.Again(wait.isNegative() ? Duration.ZERO : wait);
    }

    private void deliver(Scope.Organization organization, Webhook webhook, Secret key, List<Delivery> due) {
        List<DeliveryAttempt> attempts = attemptAll(webhook, key, due);
        Standing standing = Standing.of(webhook);
        List<Delivery> tried = new ArrayList<>();
        for (int i = 0; i < due.size(); i++) {
            Delivery delivery = judge(due.get(i), attempts.get(i), standing.flagged());
            standing = standing.after(delivery);
            tried.add(delivery);
        }
        if (standing.flagged() && !webhook.flagged()) {
            LOG.warn(
                    "webhook {} of organization {} is flagged: {}", webhook.id(), organization.id(), standing.reason());
        }
        store(organization, webhook, tried, standing);
    }

    private void store(Scope.Organization organization, Webhook webhook, List<Delivery> tried, Standing standing) {
        transactions.run(organization, () -> {
            tried.forEach(delivery -> deliveries.save(organization, delivery));
            if (!standing.equals(Standing.of(webhook))) {
                webhooks.stand(organization, webhook.id(), standing);
            }
        });
    }

    /// A flagged webhook gets everything once: what fails then is given up at once.
    private Delivery judge(Delivery delivery, DeliveryAttempt attempt, boolean flagged) {
        if (attempt.arrived()) {
            return delivery.arrived(attempt);
        }
        Instant end = attempt.at().plusMillis(attempt.millis());
        return (flagged ? Optional.<Instant>empty() : delays.after(delivery.tries() + 1, end))
                .map(next -> delivery.again(attempt, next))
                .orElseGet(() -> delivery.givenUp(attempt));
    }

    private List<DeliveryAttempt> attemptAll(Webhook webhook, Secret key, List<Delivery> due) {
        List<Future<DeliveryAttempt>> attempts = new ArrayList<>();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            due.forEach(delivery -> attempts.add(workers.submit(() -> attempt(webhook, key, delivery))));
        }
        return attempts.stream().map(Deliverer::done).toList();
    }

    private DeliveryAttempt attempt(Webhook webhook, Secret key, Delivery delivery) {
        Instant start = clock.instant();
        Signature signature = Signature.of(key, delivery.signedAt(), delivery.body());
        Answer answer = courier.post(webhook.url(), signature.headers(), delivery.body());
        long millis = Duration.between(start, clock.instant()).toMillis();
        return switch (answer) {
            case Answer.Status status -> new DeliveryAttempt(start, millis, status.code(), null);
            case Answer.Unreachable gone -> new DeliveryAttempt(start, millis, null, gone.reason());
        };
    }

    private static DeliveryAttempt done(Future<DeliveryAttempt> attempt) {
        try {
            return attempt.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a delivery stopped", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a delivery was interrupted", e);
        }
    }
}
