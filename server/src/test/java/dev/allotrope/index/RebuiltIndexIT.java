package dev.allotrope.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.index.LexicalQuery.Match;
import dev.allotrope.index.lucene.LuceneIndex;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Position;
import dev.allotrope.library.Documents.Reason;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.tenant.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of an index whose files are not what they should be, and how soon an index that is well shows a change;
/// with the real library and the real index.
class RebuiltIndexIT {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int CHANGES = 12;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @TempDir
    Path folder;

    private final TestLibrary library = new TestLibrary(database);
    private Tenant ours;
    private Tenant theirs;
    private ConnectionId connection;

    /// What happens to the folder of one customer while no server runs.
    enum Mishap {
        GONE(RebuiltIndexIT::delete),
        EMPTY(folder -> files(folder).forEach(RebuiltIndexIT::delete)),
        CUT_SHORT(folder -> files(folder).forEach(file -> write(file, new byte[7]))),
        CHANGED(folder -> files(folder).forEach(file -> {
            byte[] bytes = read(file);
            if (bytes.length > 0) {
                bytes[bytes.length / 2] ^= 1;
                write(file, bytes);
            }
        })),
        FULL_OF_OTHER_THINGS(folder -> files(folder)
                .forEach(file -> write(file, "something else, and long enough".getBytes(StandardCharsets.UTF_8))));

        private final Consumer<Path> happening;

        Mishap(Consumer<Path> happening) {
            this.happening = happening;
        }
    }

    @BeforeEach
    void two_libraries() {
        ours = library.tenant();
        theirs = library.tenant();
        connection = library.connection(ours);
        for (int number = 1; number <= 3; number++) {
            library.stored(ours, connection, "a" + number + ":en_US", "Reset the router");
        }
        library.stored(theirs, library.connection(theirs), "b:en_US", "Reset the router");
    }

    @ParameterizedTest
    @EnumSource
    void an_index_that_met_a_mishap_is_built_again_by_the_next_start(Mishap mishap) {
        running((index, follower) -> {
            follower.reach(ours);
            follower.reach(theirs);
        });
        mishap.happening.accept(folder(ours));

        running((index, follower) -> {
            follower.reach(theirs);
            assertThat(found(index, theirs)).isEqualTo(1);
            follower.reach(ours);
            assertThat(found(index, ours)).isEqualTo(3);
        });
    }

    @Test
    void an_index_ahead_of_a_database_that_was_set_back_is_built_again_although_the_head_passed_it() {
        running((index, follower) -> follower.reach(ours));
        long head = library.heads.head(ours).position().value();
        try (LuceneIndex index = new LuceneIndex(folder, InstantSource.system())) {
            index.apply(
                    ours,
                    new Index.Head(
                            new Position(head + 2), library.heads.head(ours).mark()),
                    List.of(TestIndexed.document(99_999, "router", "was never restored")));
        }

        try (LuceneIndex index = new LuceneIndex(folder, InstantSource.system());
                Follower follower = TestFollowing.of(library, index)) {
            follower.distrust();
            library.stored(ours, connection, "a4:en_US", "Reset the router");
            library.stored(ours, connection, "a5:en_US", "Reset the router");
            library.advanced(ours);
            follower.start();
            follower.reach(ours);

            assertThat(found(index, ours)).isEqualTo(5);
        }
    }

    @Test
    void what_a_killed_process_had_not_written_down_is_followed_again() throws IOException {
        Path killed = folder.resolveSibling("killed-" + folder.getFileName());
        running((index, follower) -> {
            follower.reach(ours);
            copy(folder, killed);
        });
        library.documents.remove(
                ours, List.of(library.only(ours, connection, "a1:en_US").id()), Reason.DELETED);

        try (LuceneIndex index = new LuceneIndex(killed, InstantSource.system());
                Follower follower = TestFollowing.of(library, index)) {
            follower.distrust();
            follower.start();
            follower.reach(ours);
            assertThat(found(index, ours)).isEqualTo(2);
        }
    }

    /// Nobody searches meanwhile: a search would have it at once.
    @Test
    void a_change_is_searchable_within_a_second_of_its_transaction() {
        running((index, follower) -> {
            follower.reach(ours);
            for (int change = 1; change <= CHANGES; change++) {
                library.stored(ours, connection, "c" + change + ":en_US", "Reset the router");
                long written = System.nanoTime();
                follower.wake(ours);
                while (found(index, ours) < 3 + change) {
                    assertThat(Duration.ofNanos(System.nanoTime() - written))
                            .as("change %d", change)
                            .isLessThan(SOON);
                    Thread.onSpinWait();
                }
            }
        });
    }

    private interface Work {
        void with(LuceneIndex index, Follower follower);
    }

    private void running(Work work) {
        try (LuceneIndex index = new LuceneIndex(folder, InstantSource.system());
                Follower follower = TestFollowing.of(library, index)) {
            follower.distrust();
            follower.start();
            work.with(index, follower);
        }
    }

    private static int found(Index index, Tenant tenant) {
        try (Index.View view = index.view(tenant)) {
            return view.lexical(new LexicalQuery("router", Match.ANY, Filter.NONE, 100))
                    .size();
        }
    }

    private Path folder(Tenant tenant) {
        return folder.resolve(tenant.organization().toString())
                .resolve(tenant.customer().toString());
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        for (Path file : files(from)) {
            Path copied = to.resolve(from.relativize(file));
            copied.getParent().toFile().mkdirs();
            write(copied, read(file));
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
