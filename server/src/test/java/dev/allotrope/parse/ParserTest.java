package dev.allotrope.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
    private final Parser parser = new Parser();

    private String text(String html) {
        return parser.parse(html).text();
    }

    @Nested
    class Blocks {
        @Test
        void paragraphs_and_headings_stand_apart() {
            String text = text(
                    "<h2>Reset</h2>\r\n<p>Open  the\napp.</p><p>Tap <b>Reset</b>.</p><div>Wait</div><div>Done</div>");

            assertThat(text).isEqualTo("## Reset\n\nOpen the app.\n\nTap Reset.\n\nWait\nDone");
        }

        @Test
        void headings_are_found_at_their_offsets() {
            Content content =
                    parser.parse("<p>Intro</p><h2> First&nbsp;<b>part</b></h2><p>x</p><h3>Second<br>line</h3>");

            assertThat(content.headings())
                    .containsExactly(
                            new Content.Heading(2, "First part", 7), new Content.Heading(3, "Second line", 25));
            assertThat(content.text().substring(25)).isEqualTo("### Second line");
        }

        @Test
        void an_unclosed_heading_ends_at_the_next_block() {
            assertThat(text("<h2>Title<p>Body one</p><p>Body two</p>")).isEqualTo("## Title\n\nBody one\n\nBody two");
        }

        @Test
        void a_heading_around_a_block_keeps_its_text() {
            assertThat(text("<h1><div><p>Title</p></div></h1><p>Body</p>")).isEqualTo("# Title\n\nBody");
        }

        @Test
        void empty_headings_are_none() {
            Content content = parser.parse("<h2>&nbsp;</h2><h2><img src='/servlet/rtaImage?eid=ka0'></h2>Text");

            assertThat(content.headings()).isEmpty();
            assertThat(content.text()).isEqualTo("Text");
        }

        @Test
        void forced_line_breaks_are_lines() {
            assertThat(text("one<br>two<br><br><br>three<br></br>")).isEqualTo("one\ntwo\n\nthree");
        }

        @Test
        void quotes_are_marked_on_each_line() {
            assertThat(text("<p>He said</p><blockquote><p>a</p><p>b<br>c</p></blockquote><p>then</p>"))
                    .isEqualTo("He said\n\n> a\n\n> b\n> c\n\nthen");
        }

        @Test
        void words_of_neighbouring_blocks_never_join() {
            assertThat(
                            text(
                                    "<div>a<section>b</section>c</div><dl><dt>d</dt><dd>e</dd></dl><span style='display: block'>f</span>g"))
                    .isEqualTo("a\n\nb\n\nc\n\nd\ne\n\nf\ng");
        }
    }

    @Nested
    class Lists {
        @Test
        void nested_lists_are_indented_by_their_markers() {
            String text =
                    text("<p>Do:</p><ol><li>One<ul><li>a</li><li><p>b</p><p>more</p></li></ul></li><li>Two</li></ol>");

            assertThat(text).isEqualTo("Do:\n\n1. One\n   - a\n   - b\n     more\n2. Two");
        }

        @Test
        void numbering_follows_start_and_value() {
            assertThat(text("<ol start=3><li>c<li>d<li value=9>i<li>j</ol>")).isEqualTo("3. c\n4. d\n9. i\n10. j");
        }

        @Test
        void quill_lists_nest_by_class() {
            assertThat(
                            text(
                                    "<ol><li>A</li><li class='ql-indent-1'>B</li><li class='ql-indent-1'>C</li><li>D</li></ol>"))
                    .isEqualTo("1. A\n   1. B\n   2. C\n2. D");
        }

        @Test
        void lists_directly_in_lists_are_indented() {
            assertThat(text("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>")).isEqualTo("- a\n  - b\n- c");
        }

        @Test
        void code_in_an_item_stays_in_it() {
            assertThat(text("<ul><li>Run<pre>a\n\n b</pre>then</li></ul>"))
                    .isEqualTo("- Run\n\n  ```\n  a\n\n   b\n  ```\n\n  then");
        }
    }

    @Nested
    class Tables {
        @Test
        void tables_become_pipes_with_a_head() {
            String text = text("""
                    <table border="1"><caption>Ports</caption><thead><tr><th>Port</th><th>Use</th></tr></thead>
                    <tbody><tr><td>80</td><td>HTTP<br>plain | open</td></tr><tr><td><p>443</p></td><td></td></tr></tbody></table>
                    """);

            assertThat(text).isEqualTo("""
                    Ports

                    | Port | Use |
                    | --- | --- |
                    | 80 | HTTP plain \\| open |
                    | 443 | |""");
        }

        @Test
        void spanning_cells_keep_columns_in_line() {
            assertThat(
                            text(
                                    "<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>"))
                    .isEqualTo("| a | b | |\n| --- | --- | --- |\n| | c | d |");
        }

        @Test
        void absurd_spans_are_bounded() {
            assertThat(text("<table><tr><td colspan=999999999 rowspan=999999999>a</td><td>b</td></tr></table>"))
                    .hasSizeLessThan(2_000)
                    .startsWith("| a |");
        }

        @Test
        void a_row_of_many_columns_keeps_every_cell() {
            String cells = IntStream.range(0, 500).mapToObj(i -> "<td>cell" + i).collect(Collectors.joining());

            assertThat(text("<table><tr>" + cells + "<tr><td>a<td>b</table>"))
                    .startsWith("| cell0 | cell1 |")
                    .contains("| cell99 | cell100 | cell101 |", "| cell499 |\n", "\n| a | b |");
        }

        @ParameterizedTest
        @ValueSource(strings = {"<td>a", "<td rowspan=1000>a", "<td colspan=100 rowspan=1000>a"})
        void a_wide_row_does_not_widen_very_many_short_ones_without_end(String wide) {
            int rows = 20_000;
            String html = "<table><tr>" + wide.repeat(1_000)
                    + IntStream.range(0, rows).mapToObj(i -> "<tr><td>b" + i).collect(Collectors.joining())
                    + "</table>";

            String text = text(html);

            assertThat(text.length()).isLessThan(3 * html.length());
            assertThat(text.lines().filter(line -> line.contains(" b"))).hasSize(rows);
        }

        @Test
        void tables_that_lay_out_a_page_are_blocks() {
            assertThat(text("<table><tr><td><h2>Title</h2><p>Text</p></td><td>Side</td></tr></table>"))
                    .isEqualTo("## Title\n\nText\n\nSide");
            assertThat(text("<table><tr><td>one</td></tr><tr><td>two</td></tr></table>"))
                    .isEqualTo("one\ntwo");
        }

        @Test
        void a_table_inside_a_layout_table_is_a_table() {
            assertThat(text("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"))
                    .isEqualTo("| a | b |\n| --- | --- |");
        }
    }

    @Nested
    class Code {
        @Test
        void white_space_of_code_is_kept() {
            String text = text(
                    "<p>Save:</p><pre class=\"ckeditor_codeblock\">\ntriggers:\n  - keyword: hi &amp; bye\n</pre>x");

            assertThat(text).isEqualTo("Save:\n\n```\ntriggers:\n  - keyword: hi & bye\n```\n\nx");
        }

        @Test
        void line_breaks_of_any_kind_separate_code() {
            assertThat(text("<pre class='ql-syntax' spellcheck='false'>a<br>b&nbsp;&nbsp;c<div>d</div>e\r\nf</pre>"))
                    .isEqualTo("```\na\nb  c\nd\ne\nf\n```");
        }

        @Test
        void the_language_is_named_and_fences_outgrow_what_they_hold() {
            assertThat(text("<pre><code class='language-md'>```\nx\n```</code></pre>"))
                    .isEqualTo("````md\n```\nx\n```\n````");
        }

        @Test
        void inline_code_is_marked_and_keeps_its_distance() {
            assertThat(text("Run<code> ls -l </code>now, <kbd>Ctrl</kbd>+<kbd>C</kbd>"))
                    .isEqualTo("Run `ls -l` now, `Ctrl`+`C`");
        }
    }

    @Nested
    class Media {
        @Test
        void links_are_text_and_their_targets_are_collected() {
            Content content = parser.parse(
                    "See <a data-lightning-target=\"_blank\" href=\"/articles/de/Knowledge/ändern?a=1&amp;b=2\">the <b>guide</b></a>, "
                            + "<a href='javascript:alert(1)'>this</a> and <a href='file:///C:/x.doc'>that</a>.");

            assertThat(content.text()).isEqualTo("See the guide, this and that.");
            assertThat(content.links())
                    .containsExactly(new Content.Link("the guide", "/articles/de/Knowledge/ändern?a=1&b=2"));
        }

        @Test
        void images_are_their_alternative_text() {
            Content content = parser.parse(
                    "a<img alt=\"User-added image\" src=\"https://acme.file.force.com/servlet/rtaImage?eid=ka0&amp;feoid=00N\"></img>b "
                            + "<img alt='Wiring diagram' src='/servlet/rtaImage?eid=1'>");

            assertThat(content.text()).isEqualTo("ab Wiring diagram");
            assertThat(content.images())
                    .containsExactly(
                            new Content.Image("", "https://acme.file.force.com/servlet/rtaImage?eid=ka0&feoid=00N"),
                            new Content.Image("Wiring diagram", "/servlet/rtaImage?eid=1"));
        }

        @Test
        void trackers_and_inline_data_leave_no_trace() {
            Content content = parser.parse("""
                    a <img src="https://t.example/p.gif" width="1" height="1" alt="pixel"> b
                    <img src="https://t.example/q.gif" style="width: 1px;"><img src="data:image/png;base64,AAAA" alt="">c""");

            assertThat(content.text()).isEqualTo("a b c");
            assertThat(content.images()).isEmpty();
        }

        @Test
        void videos_are_lines_with_their_address() {
            assertThat(
                            text(
                                    "<p>Watch <iframe src=\"https://www.youtube.com/embed/x?wmode=opaque\" width=\"560\"></iframe> now</p>"))
                    .isEqualTo("Watch\nhttps://www.youtube.com/embed/x?wmode=opaque\nnow");
        }

        @Test
        void escaped_frames_become_addresses_too() {
            assertThat(
                            text(
                                    "Watch &lt;iframe src=&quot;https://v.example/1&quot; width=&quot;5&quot;&gt;&lt;/iframe&gt;now"))
                    .isEqualTo("Watch https://v.example/1 now");
            assertThat(text("Use the &lt;iframe&gt; tag")).isEqualTo("Use the <iframe> tag");
        }
    }

    @Nested
    class Cleaning {
        @Test
        void what_is_not_read_is_gone() {
            String text = text("""
                    <style>p{}</style><script>alert(1)</script><!-- note --><p onclick="evil()">Seen</p><noscript>no</noscript>
                    <div style="display: none">hidden</div><p hidden>hidden</p><span style="mso-hide:all">hidden</span>
                    <xml><w:Word>leftover</w:Word></xml><svg><text>x</text></svg><o:p></o:p>""");

            assertThat(text).isEqualTo("Seen");
        }

        @Test
        void entities_are_decoded_once() {
            assertThat(text("It&#39;s &quot;5 &lt; 6&quot; &amp;amp; &euro;&nbsp;&nbsp;7"))
                    .isEqualTo("It's \"5 < 6\" &amp; € 7");
        }

        @Test
        void scripts_of_the_world_are_kept() {
            String world = "日本語のテスト。 שלום עולם العربية می‌خواهم 👩‍👩‍👧 é ไทย";

            assertThat(text("<p>" + world + "</p>")).isEqualTo(world);
        }

        @Test
        void what_no_database_takes_is_not_in_the_text() {
            assertThat(text("a\u0000b\uD800c &#0;&#xD800; so\u00ADft ze\u200Bro \u0001"))
                    .doesNotContain("\u0000")
                    .contains("so" + "ft zero")
                    .satisfies(text -> assertThat(new String(
                                    text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                    java.nio.charset.StandardCharsets.UTF_8))
                            .isEqualTo(text));
        }

        @Test
        void nothing_gives_nothing() {
            assertThat(parser.parse("")).isEqualTo(parser.parse(" <p>&nbsp;</p><br><ul><li></li></ul><table></table>"));
            assertThat(text("")).isEmpty();
        }
    }

    @Nested
    class Robustness {
        @Test
        void ten_thousand_levels_are_read() {
            for (String tag : new String[] {"div", "ul><li", "blockquote", "b", "table><tr><td", "h1", "pre", "code"}) {
                String html = ("<" + tag + ">").repeat(10_000) + "deep";

                assertThat(text(html)).as(tag).contains("deep").hasSizeLessThan(20_000);
            }
        }

        private static final List<String> PARTS = List.of(
                "<table>",
                "</table>",
                "<tr>",
                "<td>",
                "</td>",
                "<h2>",
                "</h2>",
                "<li>",
                "<ul>",
                "</ul>",
                "<ol>",
                "</li>",
                "<p>",
                "</p>",
                "<pre>",
                "</pre>",
                "<code>",
                "</code>",
                "<a href=x>",
                "</a>",
                "<br>",
                "text ",
                "é日",
                "<b",
                "\"",
                "&#x1F600;",
                "&lt;iframe ",
                "<!--",
                "-->",
                "<td colspan=3 rowspan=2>",
                "<blockquote>",
                "</blockquote>",
                "<svg>",
                "</svg>",
                "<div hidden>",
                "</div>",
                "<th>");

        @Test
        void any_markup_has_a_text() {
            long seed = Long.getLong("seed", 20_261_123L);
            Random random = new Random(seed);
            for (int round = 0; round < 3_000; round++) {
                String html = IntStream.range(0, random.nextInt(60))
                        .mapToObj(i -> PARTS.get(random.nextInt(PARTS.size())))
                        .collect(Collectors.joining());

                Content content = parser.parse(html);

                assertThat(content).as("seed %d, %s", seed, html).isEqualTo(parser.parse(html));
                assertThat(content.text())
                        .as("seed %d, %s", seed, html)
                        .isEqualTo(content.text().strip());
                for (Content.Heading heading : content.headings()) {
                    assertThat(content.text()
                                    .substring(heading.offset())
                                    .lines()
                                    .findFirst()
                                    .orElseThrow())
                            .as("seed %d, %s", seed, html)
                            .endsWith("#".repeat(heading.level()) + " " + heading.title());
                }
            }
        }
    }
}
