package dev.allotrope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.tenant.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestDatabaseIT {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.empty();

    @Test
    void gives_the_role_that_the_server_has() {
        assertThat(database.jdbc()
                        .sql("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }

    @Test
    void opens_transactions_under_a_scope() {
        String setting = database.transactions()
                .in(Scope.SYSTEM, () -> database.jdbc()
                        .sql("SELECT current_setting('allotrope.scope')")
                        .query(String.class)
                        .single());

        assertThat(setting).isEqualTo("system");
    }
}
