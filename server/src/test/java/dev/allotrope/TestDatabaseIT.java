package dev.allotrope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.tenant.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestDatabaseIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @Test
    void gives_the_role_that_the_server_has() {
        assertThat(database.jdbc()
                        .sql("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }

    @Test
    void shows_rows_under_a_scope_only() {
        String count = "SELECT count(*) FROM organization";
        database.transactions()
                .run(
                        Scope.SYSTEM,
                        () -> database.jdbc()
                                .sql("INSERT INTO organization (name) VALUES ('first')")
                                .update());

        assertThat(database.jdbc().sql(count).query(Long.class).single()).isZero();
        assertThat(database.transactions()
                        .in(
                                Scope.SYSTEM,
                                () -> database.jdbc()
                                        .sql(count)
                                        .query(Long.class)
                                        .single()))
                .isEqualTo(1);
    }
}
