package dev.allotrope.index.lucene;

import static dev.allotrope.index.TestIndexed.TENANT;
import static dev.allotrope.index.TestIndexed.document;
import static dev.allotrope.index.TestIndexed.head;
import static dev.allotrope.index.TestIndexed.id;
import static dev.allotrope.index.TestIndexed.inLanguage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.index.DocumentChange;
import dev.allotrope.index.Filter;
import dev.allotrope.index.Hit;
import dev.allotrope.index.Index;
import dev.allotrope.index.LexicalQuery;
import dev.allotrope.index.LexicalQuery.Match;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which words of a query count: mistyped ones, and those that hold a sentence together.
final class QueryWordsTest {
    @TempDir
    private Path folder;

    private LuceneIndex index;

    @BeforeEach
    void open() {
        index = new LuceneIndex(folder, InstantSource.system());
    }

    @AfterEach
    void close() {
        index.close();
    }

    @ParameterizedTest
    @CsvSource({
        "netwrok, The network is down, true",
        "conection, A connection is missing, true",
        "synchronizd, Files are synchronised, true",
        "bakup, Batch of cups, false",
        "flie, A file, false",
        "etwork, The network is down, false",
        "14021, Error 14022, false"
    })
    void a_mistyped_word_finds_what_was_meant(String query, String text, boolean found) {
        apply(1, document(1, "x", text), document(2, "x", "1 2 3"));

        assertThat(lexical(query)).hasSize(found ? 1 : 0);
    }

    @Test
    void a_word_that_is_written_somewhere_is_no_mistyped_one() {
        apply(1, document(1, "x", "the router"), document(2, "x", "the rooter"));

        assertThat(lexical("rooter")).extracting(Hit::document).containsExactly(id(2));
    }

    @Test
    void a_word_of_one_language_is_no_mistyped_one_of_another() {
        apply(1, document(1, "x", "a battery"), inLanguage(document(2, "x", "die Batterie"), "de"));

        assertThat(lexical("battery")).extracting(Hit::document).containsExactly(id(1));
    }

    @ParameterizedTest
    @CsvSource({"how do I turn it off, 2", "what to do before it is turned on, 3"})
    void words_of_place_and_time_tell_articles_apart(String query, long first) {
        apply(
                1,
                document(1, "x", "Turning it on"),
                document(2, "x", "Turning it off"),
                document(3, "x", "Before turning it on"));

        assertThat(lexical(query)).first().extracting(Hit::document).isEqualTo(id(first));
    }

    @ParameterizedTest
    @CsvSource({"how do I reset my router, 1", "where is my what, 2", "How don’t we do it, 2", "dont reset, 1"})
    void words_that_hold_a_sentence_together_count_only_where_there_are_no_others(String query, long first) {
        apply(
                1,
                document(1, "x", "Resetting it"),
                document(2, "x", "How do I? What do I do? Where is my, how don't I"));

        assertThat(lexical(query)).extracting(Hit::document).containsExactly(id(first));
    }

    @Test
    void words_that_hold_a_sentence_together_make_its_share_less() {
        apply(1, document(1, "x", "Resetting it"), document(2, "x", "How do I"), document(3, "x", "1 2 3"));

        double sentence = lexical("how do I reset").getFirst().score();
        assertThat(lexical("reset").getFirst().score()).isGreaterThan(1.5 * sentence);
    }

    @Test
    void a_word_that_holds_a_sentence_together_is_no_mistyped_one() {
        apply(1, document(1, "x", "Shoulder and coulter, wherein"));

        try (Index.View view = index.view(TENANT)) {
            assertThat(view.respelled("doesn't shouldnt couldnt where", _ -> true))
                    .isEqualTo("doesn't shouldnt couldnt where");
        }
    }

    private void apply(long position, DocumentChange... changes) {
        index.apply(TENANT, head(position), List.of(changes));
    }

    private List<Hit> lexical(String text) {
        try (Index.View view = index.view(TENANT)) {
            return view.lexical(new LexicalQuery(text, Match.ANY, Filter.NONE, 10));
        }
    }
}
