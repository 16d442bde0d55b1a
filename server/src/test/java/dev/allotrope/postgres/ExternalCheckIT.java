package dev.allotrope.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExternalCheckIT {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.empty();

    @Test
    void accepts_the_owner_of_an_empty_database() {
        new ExternalCheck(DatabaseUrl.parse(database.url())).await(Duration.ZERO);
    }

    @Test
    void refuses_a_superuser_and_says_how_to_make_a_role() {
        Failure refused = refusal(database.superuserUrl());

        assertThat(refused)
                .hasMessageContaining("role postgres is a superuser or bypasses row-level security")
                .hasMessageContaining("CREATE ROLE allotrope LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…';"
                        + " CREATE DATABASE allotrope OWNER allotrope;");
    }

    @Test
    void does_not_wait_where_waiting_does_not_help() {
        String wrong = database.url().replaceAll("password=.*", "password=wrong");

        Failure refused = catchThrowableOfType(
                Failure.class, () -> new ExternalCheck(DatabaseUrl.parse(wrong)).await(Duration.ofDays(1)));

        assertThat(refused)
                .hasMessageContaining("PostgreSQL refused us")
                .hasMessageContaining("correct ALLOTROPE_DATABASE_URL")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void gives_up_on_a_database_that_does_not_answer() {
        Failure refused = refusal("jdbc:postgresql://127.0.0.1:1/allotrope?user=allotrope&password=hidden");

        assertThat(refused.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
        assertThat(refused)
                .hasMessageContaining("could not use the database 127.0.0.1:1/allotrope: it does not answer")
                .hasMessageNotContaining("hidden");
    }

    private static Failure refusal(String url) {
        return catchThrowableOfType(
                Failure.class, () -> new ExternalCheck(DatabaseUrl.parse(url)).await(Duration.ZERO));
    }
}
