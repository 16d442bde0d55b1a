package dev.allotrope.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.Failure;
import dev.allotrope.tenant.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReindexCommandIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final TestLibrary library = new TestLibrary(database);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Tenant ours;
    private Tenant theirs;

    @BeforeEach
    void two_libraries() {
        ours = filled();
        theirs = filled();
    }

    @Test
    void marks_every_library_and_moves_no_position() {
        Heads.Head before = library.heads.head(ours);
        Heads.Head other = library.heads.head(theirs);

        assertThat(run()).isZero();

        assertThat(library.heads.head(ours).position()).isEqualTo(before.position());
        assertThat(library.heads.head(ours).mark()).isNotEqualTo(before.mark());
        assertThat(library.heads.head(theirs).mark()).isNotEqualTo(other.mark());
    }

    @Test
    void marks_the_named_library_alone() {
        Heads.Head before = library.heads.head(ours);
        Heads.Head other = library.heads.head(theirs);

        assertThat(run(ours.toString())).isZero();

        assertThat(library.heads.head(ours).mark()).isNotEqualTo(before.mark());
        assertThat(library.heads.head(theirs)).isEqualTo(other);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("customer " + ours);
    }

    @Test
    void says_that_a_customer_has_nothing() {
        assertThatThrownBy(() -> run("999999:999999"))
                .isInstanceOf(Failure.class)
                .hasMessage("a library of customer 999999:999999 was not found");
    }

    @Test
    void refuses_other_words() {
        assertThat(run("acme")).isEqualTo(2);
        assertThat(run("1:2", "3:4")).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("usage: reindex [ORG:CUSTOMER]");
    }

    private Tenant filled() {
        Tenant tenant = library.tenant();
        database.transactions().run(tenant, () -> library.heads.advance(tenant, List.of()));
        return tenant;
    }

    private int run(String... words) {
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new ReindexCommand(library.heads).run(List.of(words), stream, stream);
    }
}
