package dev.allotrope.carbon.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.TagFilter;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireReaderTest {
    enum Colour implements WireEnum.Lowercase {
        RED,
        DARK_BLUE
    }

    record Inner(@Default("10") @Min(-1) long limit) implements WireRequest {}

    record Everything(
            long fileId,
            @Default("{}") Inner pagination,
            @Default(value = "1500", orNull = true) @Min(1) int chunkSize,
            @Default("red") Colour colour,
            @Nullable String name,
            @Default("false") boolean flag,
            @Nullable Double weightA,
            @Size(max = 2) @Nullable List<Long> ids,
            @OneOrMany @Nullable List<Colour> source,
            @Nullable Tags tags,
            @Nullable TagFilter tagsV2)
            implements WireRequest {}

    @Test
    void absent_fields_have_their_defaults() {
        Everything read = read("{\"file_id\": 7}");

        assertThat(read)
                .isEqualTo(
                        new Everything(7, new Inner(10), 1500, Colour.RED, null, false, null, null, null, null, null));
    }

    @Test
    void null_is_the_default_only_where_it_may_be_null() {
        assertThat(read("{\"file_id\": 7, \"chunk_size\": null, \"name\": null}")
                        .chunkSize())
                .isEqualTo(1500);
        assertThat(problems("{\"file_id\": null, \"flag\": null, \"pagination\": null}"))
                .extracting(Problem::loc)
                .containsExactly(List.of("body", "file_id"), List.of("body", "pagination"), List.of("body", "flag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "\"12\"", "\" 12 \"", "12.0", "\"12.0\"", "1.2e1"})
    void integers_may_be_texts_and_whole_numbers(String given) {
        assertThat(read("{\"file_id\": " + given + "}").fileId()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true                 | int_type",
                "[]                   | int_type",
                "\"twelve\"           | int_parsing",
                "\"\"                 | int_parsing",
                "1.5                  | int_from_float",
                "99999999999999999999 | int_parsing_size",
                "1e999999999          | int_parsing"
            })
    void what_is_no_integer_says_why(String given, String type) {
        assertThat(problems("{\"file_id\": " + given + "}")).singleElement().satisfies(problem -> {
            assertThat(problem.loc()).containsExactly("body", "file_id");
            assertThat(problem.type()).isEqualTo(type);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "\"yes\"", "\"TRUE\"", "\"on\""})
    void booleans_may_be_words(String given) {
        assertThat(read("{\"file_id\": 1, \"flag\": " + given + "}").flag()).isTrue();
    }

    @Test
    void every_problem_of_a_body_is_told_at_once() {
        String body = """
                {"pagination": {"limit": -2}, "chunk_size": 0, "colour": "green", "name": 5, "flag": "maybe",
                 "weight_a": "x", "ids": [1, "b", 3], "tags": {"a": {}}, "tags_v2": {"XOR": []}}""";

        assertThat(problems(body))
                .extracting(problem -> problem.loc() + " " + problem.type())
                .containsExactly(
                        "[body, file_id] missing",
                        "[body, pagination, limit] greater_than_equal",
                        "[body, chunk_size] greater_than_equal",
                        "[body, colour] enum",
                        "[body, name] string_type",
                        "[body, flag] bool_parsing",
                        "[body, weight_a] float_parsing",
                        "[body, ids, 1] int_parsing",
                        "[body, tags, a] tag_type",
                        "[body, tags_v2] value_error");
    }

    @Test
    void of_very_many_problems_a_hundred_are_told() {
        String wrong = "\"x\",".repeat(1_000_000) + "\"x\"";

        assertThat(problems("{\"file_id\": 1, \"ids\": [" + wrong + "]}")).hasSize(100);
        assertThat(problems("{\"file_id\": 1, \"source\": [" + wrong + "]}")).hasSize(100);
        assertThat(wrong("{\"colours\": [" + wrong + "]}")).hasSize(100);
    }

    @Test
    void an_enum_lists_its_choices_and_never_repeats_the_input() {
        assertThat(problems("{\"file_id\": 1, \"colour\": \"<b>\"}"))
                .extracting(Problem::msg)
                .containsExactly("Input should be 'red', 'dark_blue'");
    }

    @Test
    void a_list_may_be_limited_and_may_be_one_element_where_that_is_allowed() {
        assertThat(read("{\"file_id\": 1, \"source\": \"dark_blue\"}").source()).containsExactly(Colour.DARK_BLUE);
        assertThat(problems("{\"file_id\": 1, \"ids\": 5}").getFirst().type()).isEqualTo("list_type");
        assertThat(problems("{\"file_id\": 1, \"ids\": [1,2,3]}").getFirst().type())
                .isEqualTo("too_long");
    }

    record Settings(
            @Nullable AnyOf<List<Colour>, Choice> colours,
            @Min(-1) Given<Integer> most,
            @Nullable Map<String, Inner> inner)
            implements WireRequest {}

    enum Choice {
        ALL
    }

    @Test
    void absence_may_say_something_else_than_null() {
        assertThat(settings("{}").most()).isEqualTo(new Given.Absent<>());
        assertThat(settings("{\"most\": null}").most()).isEqualTo(new Given.Null<>());
        assertThat(settings("{\"most\": \"5\"}").most()).isEqualTo(new Given.Value<>(5));
        assertThat(wrong("{\"most\": -2}")).extracting(Problem::type).containsExactly("greater_than_equal");
        assertThat(wrong("{\"most\": \"x\"}")).extracting(Problem::type).containsExactly("int_parsing");
    }

    @Test
    void a_field_may_be_of_one_of_two_types() {
        assertThat(settings("{\"colours\": [\"red\"]}").colours()).isEqualTo(new AnyOf.First<>(List.of(Colour.RED)));
        assertThat(settings("{\"colours\": \"ALL\"}").colours()).isEqualTo(new AnyOf.Second<>(Choice.ALL));
        assertThat(settings("{\"colours\": null}").colours()).isNull();
        assertThat(wrong("{\"colours\": \"red\"}"))
                .extracting(problem -> problem.loc() + " " + problem.type())
                .containsExactly("[body, colours] list_type", "[body, colours] enum");
        assertThat(wrong("{\"colours\": [\"ALL\"]}"))
                .extracting(problem -> problem.loc() + " " + problem.type())
                .containsExactly("[body, colours, 0] enum", "[body, colours] enum");
    }

    @Test
    void a_map_holds_what_its_keys_lead_to() {
        assertThat(settings("{\"inner\": {\"a\": {\"limit\": 1}, \"b\": {}}}").inner())
                .isEqualTo(Map.of("a", new Inner(1), "b", new Inner(10)));
        assertThat(wrong("{\"inner\": {\"a\": {\"limit\": -2}}}"))
                .extracting(Problem::loc)
                .containsExactly(List.of("body", "inner", "a", "limit"));
        assertThat(wrong("{\"inner\": []}")).extracting(Problem::type).containsExactly("dict_type");
    }

    @Test
    void what_was_misspelt_is_answered_with_what_was_meant() {
        assertThat(problems("{\"fileId\": 1, \"colour\": \"RED\"}"))
                .extracting(Problem::msg)
                .containsExactly(
                        "Field required: a field of a similar name was given, this one is written file_id",
                        "Input should be 'red', 'dark_blue'; did you mean 'red'?");
        assertThat(problems("{\"id\": 1, \"colour\": \"mauve\"}"))
                .extracting(Problem::msg)
                .containsExactly("Field required", "Input should be 'red', 'dark_blue'");
    }

    private static Settings settings(String body) {
        return WireReader.read(body.getBytes(StandardCharsets.UTF_8), Settings.class);
    }

    private static List<Problem> wrong(String body) {
        return catchThrowableOfType(InvalidRequest.class, () -> settings(body)).problems();
    }

    @Test
    void unknown_fields_are_ignored() {
        assertThat(read("{\"file_id\": 1, \"scopes\": [], \"x\": {\"y\": 1}}").fileId())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"file_id\": 1} x", "{'file_id': 1}", "\u0000"})
    void what_is_no_json_is_a_problem_of_the_body(String body) {
        assertThat(problems(body))
                .singleElement()
                .satisfies(problem -> assertThat(problem.loc()).containsExactly("body"));
    }

    @Test
    void nesting_without_end_is_refused() {
        assertThat(problems("{\"file_id\":" + "[".repeat(100_000))).hasSize(1);
    }

    @Test
    void a_body_that_is_no_object_is_refused() {
        assertThat(problems("[]").getFirst().type()).isEqualTo("dict_type");
        assertThat(problems("null").getFirst().type()).isEqualTo("dict_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\ud800"})
    void texts_that_no_database_can_hold_are_refused(String text) {
        assertThat(problems("{\"file_id\": 1, \"name\": \"" + text + "\"}"))
                .extracting(Problem::type)
                .containsExactly("string_unicode");
        assertThat(problems("{\"file_id\": 1, \"tags\": {\"k\": \"" + text + "\"}}"))
                .hasSize(1);
    }

    @Test
    void tags_hold_texts_and_lists_whatever_their_json_type() {
        Tags tags = read("{\"file_id\": 1, \"tags\": {\"a\": 1, \"b\": [true, \"x\"], \"c\": \"y\"}}")
                .tags();

        LinkedHashMap<String, Tags.Value> expected = new LinkedHashMap<>();
        expected.put("a", new Tags.Value.One("1"));
        expected.put("b", new Tags.Value.Many(List.of("true", "x")));
        expected.put("c", new Tags.Value.One("y"));
        assertThat(tags).isEqualTo(new Tags(expected));
    }

    @Test
    void a_tag_tree_is_read_with_its_defaults() {
        String tree = """
                {"file_id": 1, "tags_v2": {"OR": [
                  {"key": "subject", "value": "tea"},
                  {"AND": [{"key": "year", "value": [2001, 2002], "negate": true}]}]}}""";

        assertThat(read(tree).tagsV2())
                .isEqualTo(new TagFilter.AnyOf(List.of(
                        new TagFilter.Is("subject", List.of("tea"), false),
                        new TagFilter.AllOf(List.of(new TagFilter.Is("year", List.of("2001", "2002"), true))))));
    }

    @Test
    void a_tag_tree_nests_three_deep_and_no_deeper() {
        String three = "{\"OR\": [{\"AND\": [{\"OR\": [{\"key\": \"k\", \"value\": 1}]}]}]}";
        String four = "{\"AND\": [" + three + "]}";

        assertThat(read("{\"file_id\": 1, \"tags_v2\": " + three + "}").tagsV2())
                .isNotNull();
        assertThat(problems("{\"file_id\": 1, \"tags_v2\": " + four + "}"))
                .extracting(Problem::loc)
                .containsExactly(List.of("body", "tags_v2", "AND", 0, "OR", 0, "AND", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"OR\": [], \"AND\": []}",
                "{\"OR\": {}}",
                "{\"OR\": [{\"key\": 1, \"value\": 1}]}",
                "{\"OR\": [{\"key\": \"k\"}]}",
                "{\"OR\": [{\"key\": \"k\", \"value\": {}}]}",
                "{\"OR\": [{\"key\": \"k\", \"value\": 1, \"negate\": []}]}",
                "{\"OR\": [1]}"
            })
    void a_tag_tree_that_is_none_is_refused(String tree) {
        assertThat(problems("{\"file_id\": 1, \"tags_v2\": " + tree + "}")).hasSize(1);
    }

    private static Everything read(String body) {
        return WireReader.read(body.getBytes(StandardCharsets.UTF_8), Everything.class);
    }

    private static List<Problem> problems(String body) {
        return catchThrowableOfType(InvalidRequest.class, () -> read(body)).problems();
    }
}
