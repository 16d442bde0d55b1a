package dev.allotrope.carbon.articles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.sync.explain.Fact;
import dev.allotrope.sync.explain.Fact.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an administrator reads about an article.
class WordsTest {
    private static final Instant AT = Instant.parse("2026-11-26T17:40:12.345678Z");

    @Test
    void a_sentence_says_the_time_of_what_it_tells() {
        assertThat(sentence(Kind.RUN_GOES_ON, AT, "")).isEqualTo("The run goes on by itself at 2026-11-26T17:40:12Z.");
        assertThat(sentence(Kind.RUN_GOES_ON, null, "")).isEqualTo("The run goes on by itself soon.");
        assertThat(sentence(Kind.HELD_UNTIL, AT, ""))
                .isEqualTo("It was here until it was removed at 2026-11-26T17:40:12Z.");
        assertThat(sentence(Kind.LAST_LISTING, AT, "7"))
                .isEqualTo("The latest whole listing, run 7, began at 2026-11-26T17:40:12Z.");
        assertThat(sentence(Kind.LISTED, null, "")).isEqualTo("A listing showed it.");
    }

    @Test
    void a_file_has_the_state_that_the_api_shows() {
        assertThat(sentence(Kind.DOCUMENT_STATUS, null, "FAILED")).isEqualTo("Its file is SYNC_ERROR.");
        assertThat(sentence(Kind.DOCUMENT_STATUS, null, "QUEUED")).isEqualTo("Its file is QUEUED_FOR_SYNC.");
    }

    @ParameterizedTest
    @EnumSource
    void every_state_has_words(DocumentStatus status) {
        assertThat(sentence(Kind.DOCUMENT_STATUS, null, status.name())).startsWith("Its file is ");
    }

    @ParameterizedTest
    @EnumSource(names = {"RECORD", "RAW", "TEXT"})
    void what_was_asked_for_has_words(Depth depth) {
        assertThat(sentence(Kind.DEPTH, null, depth.name()))
                .doesNotContain(depth.name())
                .endsWith(" was asked for.");
    }

    private static String sentence(Kind kind, @Nullable Instant at, String detail) {
        return Words.sentence(new Fact(kind, at, detail));
    }
}
