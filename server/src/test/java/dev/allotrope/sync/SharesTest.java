package dev.allotrope.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.sync.audit.Budget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What operators may set: how much of an org's calls are ours, and how much is removed unasked.
class SharesTest {
    private final SyncConfiguration settings = new SyncConfiguration();

    @ParameterizedTest
    @CsvSource({
        "-1, 25, PERCENT is \"-1\"; it may be a whole number from 0 to 100",
        "101, 25, PERCENT is \"101\"; it may be a whole number from 0 to 100",
        "'', 25, PERCENT is \"\"; it may be a whole number from 0 to 100",
        "20, -1, FILES is \"-1\"; it may be a whole number from 0 to 1000000",
        "20, many, FILES is \"many\"; it may be a whole number from 0 to 1000000",
        "20, 99999999999, FILES is \"99999999999\"; it may be a whole number from 0 to 1000000"
    })
    void a_guard_is_a_percentage_and_a_number(String percent, String files, String words) {
        assertThat(settings.removalGuard(" 20", "25")).isEqualTo(RemovalGuard.DEFAULT);
        assertThatThrownBy(() -> settings.removalGuard(percent, files))
                .isInstanceOf(Failure.class)
                .hasMessage("could not start: ALLOTROPE_REMOVAL_GUARD_" + words);
    }

    @Test
    void there_is_no_other_guard_and_no_other_share() {
        assertThatThrownBy(() -> new RemovalGuard(101, 25)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RemovalGuard(20, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ApiBudget(null, null, null, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0", "101", "1.5", "a fifth"})
    void a_share_of_the_calls_is_a_percentage(String percent) {
        assertThatThrownBy(() -> settings.apiBudget(null, null, null, percent))
                .isInstanceOf(Failure.class)
                .hasMessage("could not start: ALLOTROPE_SALESFORCE_CALLS_PERCENT is \"" + percent
                        + "\"; it may be a whole number from 1 to 100");
    }

    @Test
    void calls_end_at_the_share_that_is_set_and_the_words_name_it() {
        RunMeter meter = new RunMeter(5, 49, 1_000);
        meter.admit();
        meter.called();

        assertThat(meter.budget()).isEqualTo(new Budget(50, 50, 0, 1_000));
        assertThatThrownBy(meter::admit)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_BUDGET_SPENT))
                .hasMessageContaining("50 of the organization's 1000 daily API calls, which is our share of 5 percent");
    }
}
