package dev.allotrope.notify;

import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Jobs;
import dev.allotrope.job.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What webhooks need that nobody asks for: deliveries whose wake was lost in a crash are woken unless they cannot
/// be signed, queues are kept from growing without end, flagged webhooks are asked whether they are back, and what
/// ended long ago is forgotten.
final class Upkeep implements JobHandler {
    static final String NAME = "webhook_upkeep";
    static final String INSTANCE = "all";
    static final Duration INTERVAL = Duration.ofMinutes(1);

    /// Deliveries that may wait for one webhook. The oldest are given up for newer ones.
    static final int MAX_WAITING = 100_000;
    /// How long a delivery stays in the log after its end.
    static final Duration KEPT = Duration.ofDays(7);

    /// How long the end of an upload is waited for.
    static final Duration WATCHED = Duration.ofDays(30);

    /// How long a flagged webhook goes without an event before it is asked whether it is back.
    static final Duration SILENCE = Duration.ofHours(1);

    private static final int SWEEP_BATCH = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Deliveries deliveries;
    private final WatchedUploads uploads;
    private final Webhooks webhooks;
    private final Outbox outbox;
    private final Jobs jobs;
    private final InstantSource clock;
    private final int maxWaiting;

    Upkeep(Stores stores, Outbox outbox, Jobs jobs, InstantSource clock, int maxWaiting) {
        this.deliveries = stores.deliveries();
        this.uploads = stores.uploads();
        this.webhooks = stores.webhooks();
        this.outbox = outbox;
        this.jobs = jobs;
        this.clock = clock;
        this.maxWaiting = maxWaiting;
    }

    /// What is kept up.
    record Stores(Webhooks webhooks, Deliveries deliveries, WatchedUploads uploads) {}

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
        return true;
    }

    @Override
    public Outcome run(String instance) {
        deliveries.waiting().forEach(this::keepUp);
        webhooks.silent(clock.instant().minus(SILENCE)).forEach(outbox::checkUp);
        uploads.sweep(clock.instant().minus(WATCHED));
        uploads.tenants().forEach(tenant -> jobs.wake(Lane.OUTBOUND, Completion.NAME, tenant.toString()));
        Instant before = clock.instant().minus(KEPT);
        boolean more = deliveries.sweep(before, SWEEP_BATCH) >= SWEEP_BATCH;
        return more ? Outcome.AGAIN : new Outcome.Again(INTERVAL);
    }

    private void keepUp(Deliverer.Target target) {
        int dropped = deliveries.drop(target.organization(), target.webhook(), maxWaiting, clock.instant());
        if (dropped > 0) {
            LOG.warn(
                    "{} deliveries of webhook {} were given up, because more than {} waited",
                    dropped,
                    target.webhook(),
                    maxWaiting);
        }
        if (webhooks.opens(target)) {
            jobs.wake(Lane.OUTBOUND, Deliverer.NAME, target.instance());
        }
    }
}
