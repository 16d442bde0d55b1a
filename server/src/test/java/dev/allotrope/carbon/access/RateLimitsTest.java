package dev.allotrope.carbon.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Retry;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final Scope.Organization ORGANIZATION = new Scope.Organization(new OrganizationId(1));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void a_customers_tokens_may_ask_600_times_a_minute_and_are_told_when_to_come_back() {
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
    void an_organizations_keys_may_ask_6000_times_a_minute() {
        RateLimits limits = RateLimits.of("default", now::get);
        for (int i = 0; i < 6_000; i++) {
            limits.admit(ORGANIZATION);
        }

        assertThatThrownBy(() -> limits.admit(ORGANIZATION)).isInstanceOf(Failure.class);
        limits.admit(new Scope.Organization(new OrganizationId(2)));
        limits.admit(Tenant.parse("1:1"));
    }

    /// Each picker polls its data sources every eight seconds and its files as often, and makes a call a second when
    /// its user is busy, for an hour; beside them somebody asks as fast as the network lets them.
    @Test
    void twelve_open_pickers_starve_neither_each_other_nor_the_backend() {
        RateLimits limits = RateLimits.of("default", now::get);
        Tenant greedy = Tenant.parse("1:100");
        int refused = 0;
        for (int second = 0; second < 3_600; second++) {
            now.updateAndGet(instant -> instant.plusSeconds(1));
            for (int picker = 1; picker <= 12; picker++) {
                int calls = (second + picker) % 8 == 0 ? 3 : 1;
                for (int call = 0; call < calls; call++) {
                    limits.admit(Tenant.parse("1:" + picker));
                }
            }
            for (int call = 0; call < 90; call++) {
                limits.admit(ORGANIZATION);
            }
            refused += refusals(limits, greedy, 50);
        }

        assertThat(refused).isBetween(3_600 * 40 - 600, 3_600 * 40);
    }

    /// All twelve may even be open at one user's.
    @Test
    void one_user_may_have_twelve_pickers_open() {
        RateLimits limits = RateLimits.of("default", now::get);
        Tenant tenant = Tenant.parse("1:1");
        for (int second = 0; second < 600; second++) {
            now.updateAndGet(instant -> instant.plusSeconds(1));
            for (int call = 0; call < (second % 8 == 0 ? 36 : 2); call++) {
                limits.admit(tenant);
            }
        }
    }

    private static int refusals(RateLimits limits, Tenant tenant, int calls) {
        int refused = 0;
        for (int call = 0; call < calls; call++) {
            try {
                limits.admit(tenant);
            } catch (Failure failure) {
                refused++;
            }
        }
        return refused;
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
                .isInstanceOf(Failure.class)
                .hasMessage("could not start: ALLOTROPE_RATE_LIMITS is \"on\"; it may be \"default\" or \"off\"");
    }
}
