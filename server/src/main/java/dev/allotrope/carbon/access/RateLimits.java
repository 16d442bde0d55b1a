package dev.allotrope.carbon.access;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How often may be asked, counted on this node: by an organization's API keys together, and by each customer's access
/// tokens. A token takes nothing from its organization, so that no browser can starve the others or the backend.
public final class RateLimits {
    /// Requests that one customer's access tokens may make in [#WINDOW].
    static final long PER_CUSTOMER = 600;
    /// Requests that an organization's API keys may make in [#WINDOW], for whichever customer.
    static final long PER_ORGANIZATION = 6_000;

    static final Duration WINDOW = Duration.ofMinutes(1);
    /// How many buckets are kept before full ones, which say nothing, are dropped.
    static final int MAX_BUCKETS = 20_000;

    private final boolean enabled;
    private final TimeMeter clock;
    private final Map<Scope, Bucket> buckets = new ConcurrentHashMap<>();

    private RateLimits(boolean enabled, InstantSource time) {
        this.enabled = enabled;
        this.clock = new Clock(time);
    }

    /// `default`, or `off` for no limits at all. Throws [Failure] with `NOT_CONFIGURED` for anything else.
    public static RateLimits of(String setting, InstantSource time) {
        return switch (setting) {
            case "default" -> new RateLimits(true, time);
            case "off" -> new RateLimits(false, time);
            default -> throw Failure.wrongSetting("ALLOTROPE_RATE_LIMITS", setting, "\"default\" or \"off\"");
        };
    }

    /// Counts a request by an access token. Throws [Failure] with `RATE_LIMITED` when there were too many.
    void admit(Tenant tenant) {
        take(tenant, PER_CUSTOMER, "customer");
    }

    /// Counts a request by an API key. Throws [Failure] with `RATE_LIMITED` when there were too many.
    void admit(Scope.Organization organization) {
        take(organization, PER_ORGANIZATION, "organization");
    }

    private void take(Scope scope, long capacity, String whose) {
        if (!enabled) {
            return;
        }
        ConsumptionProbe probe =
                buckets.computeIfAbsent(scope, _ -> bucket(capacity)).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            Duration delay = Duration.ofNanos(probe.getNanosToWaitForRefill());
            String message =
                    "could not answer the request: this %s made more than %d in a minute; try again in %d seconds"
                            .formatted(
                                    whose,
                                    capacity,
                                    Math.max(1, delay.plusNanos(999_999_999).toSeconds()));
            throw new Failure(ErrorCode.RATE_LIMITED, message, Retry.after(delay), null);
        }
        if (buckets.size() > MAX_BUCKETS) {
            dropFull();
        }
    }

    private void dropFull() {
        buckets.entrySet()
                .removeIf(entry -> entry.getValue().getAvailableTokens()
                        >= (entry.getKey() instanceof Tenant ? PER_CUSTOMER : PER_ORGANIZATION));
    }

    private Bucket bucket(long capacity) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, WINDOW))
                .withCustomTimePrecision(clock)
                .build();
    }

    private record Clock(InstantSource time) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = time.instant();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
