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
    @ParameterizedTest
    @CsvSource({"-1, 25", "101, 25", "20, -1"})
    void a_guard_is_a_percentage_and_a_number(int percent, int floor) {
        assertThatThrownBy(() -> new RemovalGuard(percent, floor))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("ALLOTROPE_REMOVAL_GUARD_PERCENT");
    }

    @ParameterizedTest
    @CsvSource({"0", "101"})
    void a_share_of_the_calls_is_a_percentage(int percent) {
        assertThatThrownBy(() -> new ApiBudget(null, null, null, percent))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("ALLOTROPE_SALESFORCE_CALLS_PERCENT");
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
