package dev.allotrope.library.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Position;
import dev.allotrope.library.Heads;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.tenant.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

        assertThat(printed()).contains("customers will be built again");
        assertThat(library.heads.head(ours).position()).isEqualTo(before.position());
        assertThat(library.heads.head(ours).mark()).isNotEqualTo(before.mark());
        assertThat(library.heads.head(theirs).mark()).isNotEqualTo(other.mark());
    }

    @Test
    void says_how_far_the_server_is_until_all_is_built() {
        Iterator<Runnable> server = List.<Runnable>of(
                        () -> built(theirs, 1, true), () -> {}, () -> built(ours, 0, false), () -> built(ours, 1, true))
                .iterator();

        assertThat(run(() -> server.next().run(), ours.toString())).isZero();
        assertThat(printed()).endsWith("\n0 of 0 documents, 1 of 1 customers\ndone\n");
        assertThat(server.hasNext()).isFalse();
    }

    @Test
    void counts_the_documents_of_what_it_asked_for() {
        for (int version = 1; version <= 3; version++) {
            library.stored(ours, library.connection(ours), "a" + version + ":en_US", "text");
        }
        long head = library.heads.head(ours).position().value();
        Iterator<Runnable> server = List.<Runnable>of(() -> built(ours, head - 1, false), () -> built(ours, head, true))
                .iterator();

        assertThat(run(() -> server.next().run(), ours.toString())).isZero();
        assertThat(printed())
                .contains("2 of 3 documents, 0 of 1 customers\n3 of 3 documents, 1 of 1 customers\ndone\n");
    }

    @Test
    void an_earlier_build_of_the_same_library_counts_for_nothing() {
        built(ours, 1, true);
        AtomicInteger looks = new AtomicInteger();

        assertThat(run(looks::incrementAndGet, ours.toString())).isZero();

        assertThat(looks).hasValue(ReindexCommand.PATIENCE);
        assertThat(printed()).contains("no server is at work on it");
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
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("usage: ./allotrope reindex [ORG:CUSTOMER]");
    }

    private Tenant filled() {
        Tenant tenant = library.tenant();
        library.advanced(tenant);
        return tenant;
    }

    private void built(Tenant tenant, long position, boolean whole) {
        library.rebuilds.reached(tenant, library.heads.head(tenant).mark(), new Position(position), whole);
    }

    private int run(String... words) {
        return run(() -> {}, words);
    }

    private int run(ReindexCommand.Pause pause, String... words) {
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new ReindexCommand(library.heads, library.rebuilds, pause).run(List.of(words), stream, stream);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
