package dev.allotrope.index;

import static dev.allotrope.index.TestIndexed.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.index.Index.Head;
import dev.allotrope.index.LexicalQuery.Match;
import dev.allotrope.kernel.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CatcherTest {
    private final FakeLibrary library = new FakeLibrary();
    private final InMemoryIndex index = new InMemoryIndex();
    private final Catcher catcher = new Catcher(library, index, tenant -> {});

    @Test
    void a_tenant_that_never_wrote_has_a_whole_index() {
        assertThat(catcher.step(TENANT)).isFalse();
        assertThat(catcher.reached(TENANT, library.head(TENANT))).isTrue();
        assertThat(index.applied(TENANT)).isEmpty();
    }

    @Test
    void documents_and_tombstones_are_followed_to_the_head() {
        library.write(TENANT, 1, "alpha");
        library.write(TENANT, 2, "beta");
        catchUp();
        library.write(TENANT, 1);
        catchUp();

        assertThat(found("alpha")).isEmpty();
        assertThat(found("beta")).containsExactly(2L);
        assertThat(index.applied(TENANT)).contains(new Head(new Position(3), "first"));
    }

    @Test
    void a_head_without_a_document_of_its_own_is_reached() {
        library.write(TENANT, 1, "alpha");
        library.advance(TENANT);
        catchUp();

        assertThat(catcher.reached(TENANT, library.head(TENANT))).isTrue();
    }

    @Test
    void what_can_be_found_is_reported_up_to_the_applied_position() {
        library.write(TENANT, 1, "alpha");
        library.write(TENANT, 2, "beta");
        catchUp();

        assertThat(library.indexed()).last().isEqualTo(new Position(2));
    }

    @Test
    void an_index_that_is_being_built_is_not_whole_and_reports_nothing_until_its_end() {
        writeMany(Catcher.BATCH + 1);

        assertThat(catcher.step(TENANT)).isTrue();
        assertThat(catcher.whole(TENANT, library.head(TENANT))).isFalse();
        assertThat(library.indexed()).isEmpty();

        assertThat(catcher.step(TENANT)).isFalse();
        assertThat(catcher.whole(TENANT, library.head(TENANT))).isTrue();
        assertThat(library.indexed()).containsExactly(new Position(Catcher.BATCH + 1));
    }

    @Test
    void an_unfinished_build_goes_on_after_a_restart() {
        writeMany(2 * Catcher.BATCH + 1);
        catcher.step(TENANT);
        Catcher restarted = new Catcher(library, index, tenant -> {});

        assertThat(restarted.whole(TENANT, library.head(TENANT))).isFalse();
        assertThat(restarted.step(TENANT)).isTrue();
        assertThat(restarted.step(TENANT)).isFalse();
        assertThat(found("common")).hasSize(2 * Catcher.BATCH + 1);
    }

    @Test
    void an_index_that_lags_far_behind_stays_whole() {
        library.write(TENANT, 1, "alpha");
        catchUp();
        writeMany(3 * Catcher.BATCH);

        assertThat(catcher.step(TENANT)).isTrue();
        assertThat(catcher.whole(TENANT, library.head(TENANT))).isTrue();
    }

    @Test
    void an_index_of_another_library_is_built_again() {
        library.write(TENANT, 1, "alpha");
        library.write(TENANT, 2, "beta");
        catchUp();
        library.restored(TENANT, 2, "second");
        library.write(TENANT, 1);

        assertThat(catcher.whole(TENANT, library.head(TENANT))).isFalse();
        catchUp();

        assertThat(found("alpha")).isEmpty();
        assertThat(found("beta")).containsExactly(2L);
        assertThat(index.applied(TENANT)).contains(new Head(new Position(3), "second"));
    }

    @Test
    void an_index_beyond_the_head_is_built_again() {
        library.write(TENANT, 1, "alpha");
        library.write(TENANT, 2, "beta");
        catchUp();
        library.restored(TENANT, 1, "first");
        catchUp();

        assertThat(found("beta")).isEmpty();
        assertThat(found("alpha")).containsExactly(1L);
    }

    @Test
    void an_index_ahead_of_a_database_that_was_set_back_is_known_before_anybody_writes() {
        library.write(TENANT, 1, "alpha");
        library.write(TENANT, 2, "lost");
        catchUp();
        library.restored(TENANT, 1, "first");

        catcher.distrust(library.heads());
        library.write(TENANT, 3, "gamma");
        library.write(TENANT, 4, "delta");
        assertThat(catcher.whole(TENANT, library.head(TENANT))).isFalse();
        catchUp();

        assertThat(found("lost")).isEmpty();
        assertThat(found("alpha")).containsExactly(1L);
        assertThat(found("delta")).containsExactly(4L);
    }

    @Test
    void an_index_that_lags_or_is_being_built_is_trusted() {
        writeMany(Catcher.BATCH + 1);
        catcher.step(TENANT);
        catcher.distrust(library.heads());
        assertThat(catcher.whole(TENANT, library.head(TENANT))).isFalse();
        assertThat(index.applied(TENANT)).isPresent();
        catchUp();
        library.write(TENANT, 1, "alpha");
        catcher.distrust(library.heads());
        assertThat(catcher.whole(TENANT, library.head(TENANT))).isTrue();

        assertThat(index.applied(TENANT)).contains(new Head(new Position(Catcher.BATCH + 1), "first"));
    }

    @Test
    void an_index_that_was_given_up_is_missed_without_a_search() {
        library.write(TENANT, 1, "alpha");
        catchUp();
        assertThat(catcher.kept(TENANT, library.head(TENANT))).isTrue();

        index.drop(TENANT);

        assertThat(catcher.kept(TENANT, library.head(TENANT))).isFalse();
    }

    @Test
    void a_build_says_how_far_it_is_and_what_follows_it_says_nothing() {
        writeMany(Catcher.BATCH + 1);
        catchUp();
        library.write(TENANT, 1, "alpha");
        catchUp();

        assertThat(library.rebuilds())
                .containsExactly("first " + Catcher.BATCH, "first " + (Catcher.BATCH + 1) + " whole");
    }

    @Test
    void an_index_of_a_tenant_that_is_no_more_is_dropped() {
        index.apply(TENANT, new Head(new Position(5), "first"), List.of());
        catchUp();

        assertThat(index.applied(TENANT)).isEmpty();
    }

    private void writeMany(int documents) {
        for (int document = 1; document <= documents; document++) {
            library.write(TENANT, document, "common");
        }
    }

    private void catchUp() {
        while (catcher.step(TENANT)) {
            assertThat(index.applied(TENANT)).isPresent();
        }
    }

    private List<Long> found(String word) {
        try (Index.View view = index.view(TENANT)) {
            return view.lexical(new LexicalQuery(word, Match.ANY, Filter.NONE, 1_000)).stream()
                    .map(hit -> hit.document().value())
                    .toList();
        }
    }
}
