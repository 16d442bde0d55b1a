package dev.allotrope.carbon.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void a_customer_may_ask_600_times_a_minute_and_is_told_when_to_come_back() {
        RateLimits limits = RateLimits.of("default", now::get);
        Tenant tenant = Tenant.parse("1:1");
        for (int i = 0; i < 600; i++) {
            limits.admit(tenant);
        }

        Failure refusal = catchThrowableOfType(Failure.class, () -> limits.admit(tenant));

        assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refusal.retry()).isEqualTo(new Retry.After(Duration.ofMillis(100)));
        limits.admit(Tenant.parse("1:2"));
        now.updateAndGet(instant -> instant.plusMillis(100));
        limits.admit(tenant);
    }

    @Test
    void an_organization_may_ask_6000_times_a_minute_with_all_its_customers() {
        RateLimits limits = RateLimits.of("default", now::get);
        for (int i = 0; i < 6_000; i++) {
            limits.admit(Tenant.parse("1:" + (i % 100 + 1)));
        }

        assertThatThrownBy(() -> limits.admit(Tenant.parse("1:200"))).isInstanceOf(Failure.class);
        limits.admit(Tenant.parse("2:300"));
    }

    @Test
    void off_means_no_limit() {
        RateLimits limits = RateLimits.of("off", now::get);

        for (int i = 0; i < 10_000; i++) {
            limits.admit(Tenant.parse("1:1"));
        }
    }

    @Test
    void another_setting_is_refused() {
        assertThatThrownBy(() -> RateLimits.of("on", now::get))
                .hasMessage("ALLOTROPE_RATE_LIMITS is \"on\"; it may be \"default\" or \"off\"");
    }
}
