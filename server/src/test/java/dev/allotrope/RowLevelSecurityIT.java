package dev.allotrope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.library.TestLibrary;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The backstop behind every WHERE clause: whatever a statement forgets, it sees its own scope's rows only.
class RowLevelSecurityIT {
    private static final List<String> UNPROTECTED =
            List.of("flyway_schema_history", "job_bulk", "job_outbound", "job_prompt");

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @Test
    void every_table_but_the_named_ones_is_under_forced_row_level_security() {
        List<String> open = database.jdbc().sql("""
                        SELECT relname FROM pg_class
                        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)
                        ORDER BY relname
                        """).query(String.class).list();

        assertThat(open).containsExactlyElementsOf(UNPROTECTED);
    }

    @Test
    void a_select_without_a_filter_shows_nothing_of_another_tenant() {
        TestLibrary library = new TestLibrary(database);
        Tenant ours = library.tenant();
        Tenant theirs = library.tenant();
        library.admit(theirs, library.connection(theirs), TestLibrary.item("a", 1));

        for (String table : protectedTables()) {
            long foreign = database.transactions()
                    .in(
                            ours,
                            () -> database.jdbc()
                                    .sql("SELECT count(*) FROM " + table + " WHERE organization_id <> ?")
                                    .param(ours.organization().value())
                                    .query(Long.class)
                                    .single());
            assertThat(foreign).as(table).isZero();
        }
        assertThat(database.transactions().in(Scope.SYSTEM, () -> count("library_document")))
                .isEqualTo(1);
        assertThat(database.transactions().in(ours, () -> count("library_document")))
                .isZero();
    }

    @Test
    void outside_a_scope_there_is_nothing_to_see() {
        TestLibrary library = new TestLibrary(database);
        library.tenant();

        assertThat(count("organization")).isZero();
    }

    private List<String> protectedTables() {
        return database.jdbc()
                .sql("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
                .query(String.class)
                .list();
    }

    private long count(String table) {
        return database.jdbc()
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }
}
