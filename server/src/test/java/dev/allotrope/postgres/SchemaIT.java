package dev.allotrope.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaIT {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.empty();

    @Test
    void refuses_a_database_that_a_newer_server_has_written() {
        DatabaseUrl url = DatabaseUrl.parse(database.url());
        Schema.of(url, "db/now", Optional.empty()).migrate();

        Schema older = Schema.of(url, "db/then", Optional.empty());
        Failure refused = catchThrowableOfType(Failure.class, older::migrate);

        assertThat(refused.code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
        assertThat(refused).hasMessageContaining("its schema is version 0003, and this Allotrope knows 0002");
    }
}
