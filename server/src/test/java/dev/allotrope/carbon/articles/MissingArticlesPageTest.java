package dev.allotrope.carbon.articles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.sync.explain.Fact;
import dev.allotrope.sync.explain.Reason;
import dev.allotrope.sync.explain.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/missing-articles.md` says of each reason what the API says; `-Dgolden=update` writes it anew.
class MissingArticlesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "missing-articles.md");
    private static final String START = "<!-- reasons: written by MissingArticlesPageTest -->\n";
    private static final String END = "<!-- /reasons -->";

    @Test
    void the_page_says_of_each_reason_what_the_api_says() throws IOException {
        String page = Files.readString(PAGE);
        String now =
                page.substring(0, page.indexOf(START) + START.length()) + table() + page.substring(page.indexOf(END));
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, now);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(now);
    }

    @Test
    void every_status_has_a_reason() {
        assertThat(Arrays.stream(Reason.values())
                        .map(Reason::status)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Status.class))))
                .isEqualTo(EnumSet.allOf(Status.class));
    }

    @Test
    void every_fact_is_a_sentence_that_holds_its_detail_where_it_has_one() {
        assertThat(Fact.Kind.values()).allSatisfy(kind -> {
            String sentence = Words.sentence(new Fact(kind, null, "the detail"));
            assertThat(sentence).isNotBlank().doesNotContain("<", ">");
            assertThat(Character.isUpperCase(sentence.charAt(0))).isTrue();
        });
    }

    private static String table() {
        return "\n| status | reason | what it means | what to do |\n|---|---|---|---|\n"
                + Arrays.stream(Reason.values())
                        .map(reason -> "| `%s` | `%s` | %s | %s |\n"
                                .formatted(reason.status(), reason, Words.meaning(reason), Words.action(reason)))
                        .collect(Collectors.joining())
                + "\n";
    }
}
