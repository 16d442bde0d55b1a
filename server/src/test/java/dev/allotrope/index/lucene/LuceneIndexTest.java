package dev.allotrope.index.lucene;

import static dev.allotrope.index.TestIndexed.SMALL;
import static dev.allotrope.index.TestIndexed.TENANT;
import static dev.allotrope.index.TestIndexed.document;
import static dev.allotrope.index.TestIndexed.embedded;
import static dev.allotrope.index.TestIndexed.head;
import static dev.allotrope.index.TestIndexed.id;
import static dev.allotrope.index.TestIndexed.inLanguage;
import static dev.allotrope.index.TestIndexed.random;
import static dev.allotrope.index.TestIndexed.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allotrope.embed.Embedding;
import dev.allotrope.index.DocumentChange;
import dev.allotrope.index.DocumentChange.Put;
import dev.allotrope.index.Filter;
import dev.allotrope.index.Hit;
import dev.allotrope.index.Index;
import dev.allotrope.index.IndexContract;
import dev.allotrope.index.LexicalQuery;
import dev.allotrope.index.LexicalQuery.Match;
import dev.allotrope.index.VectorQuery;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.tenant.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LuceneIndexTest extends IndexContract {
    @TempDir
    private Path folder;

    private final List<LuceneIndex> opened = new ArrayList<>();

    @Override
    protected Index empty() {
        return open(folder);
    }

    @AfterEach
    void closeAll() {
        opened.forEach(LuceneIndex::close);
    }

    @Test
    void what_was_applied_is_there_after_closing_and_opening() {
        apply(3, document(1, "Router", "reset"));
        opened.getFirst().close();

        LuceneIndex again = open(folder);

        assertThat(again.applied(TENANT)).contains(head(3));
        assertThat(words(again, TENANT, "router")).containsExactly(1L);
    }

    @Test
    void after_a_crash_it_stands_at_its_last_commit() throws IOException {
        apply(1, document(1, "Router", "reset"));
        opened.getFirst().commit();
        apply(2, document(2, "Router", "reset"));

        LuceneIndex crashed = open(copied());

        assertThat(crashed.applied(TENANT)).contains(head(1));
        assertThat(words(crashed, TENANT, "router")).containsExactly(1L);
    }

    @Test
    void after_a_crash_before_the_first_commit_there_is_nothing() throws IOException {
        apply(1, document(1, "Router", "reset"));

        LuceneIndex crashed = open(copied());

        assertThat(crashed.applied(TENANT)).isEmpty();
        assertThat(words(crashed, TENANT, "router")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"segments_, 0", "segments_, 12", ".cfs, 0", ".si, 3"})
    void a_damaged_index_is_given_up_and_can_be_built_again(String file, int length) throws IOException {
        apply(1, embedded(1, random(new Random(1), 8)));
        opened.getFirst().close();
        truncate(file, length);

        LuceneIndex again = open(folder);

        assertThat(again.applied(TENANT)).isEmpty();
        again.apply(TENANT, head(2), List.of(document(2, "Router", "reset")));
        assertThat(words(again, TENANT, "router")).containsExactly(2L);
    }

    /// Lucene opens such a file as if nothing were, and answers from it.
    @ParameterizedTest
    @ValueSource(strings = {".cfs", ".si"})
    void a_byte_that_changed_on_the_disk_is_found_before_anything_is_answered(String file) throws IOException {
        apply(1, embedded(1, random(new Random(1), 8)), document(2, "Router", "reset"));
        opened.getFirst().close();
        change(file);

        LuceneIndex again = open(folder);

        assertThatThrownBy(() -> again.view(TENANT))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INDEX_REBUILDING));
        assertThat(again.applied(TENANT)).isEmpty();
    }

    @Test
    void an_index_whose_folder_is_taken_away_begins_anew() throws IOException {
        apply(1, document(1, "Router", "reset"));
        opened.getFirst().close();
        remove();

        LuceneIndex again = open(folder);

        assertThat(again.durable(TENANT)).isEmpty();
        assertThat(again.applied(TENANT)).isEmpty();
        again.apply(TENANT, head(2), List.of(document(2, "Router", "reset")));
        assertThat(words(again, TENANT, "router")).containsExactly(2L);
    }

    @Test
    void an_index_whose_folder_is_taken_away_under_it_begins_anew_with_the_next_write() throws IOException {
        LuceneIndex index = opened.getFirst();
        apply(1, document(1, "Router", "reset"));
        index.commit();
        remove();

        assertThatThrownBy(() -> {
                    apply(2, document(2, "Router", "reset"));
                    index.commit();
                })
                .isInstanceOfAny(Failure.class, UncheckedIOException.class);

        assertThat(index.applied(TENANT)).isEmpty();
        apply(2, document(1, "Router", "reset"), document(2, "Router", "reset"));
        assertThat(words(index, TENANT, "router")).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void how_far_an_index_is_can_be_seen_without_opening_it() {
        apply(3, document(1, "Router", "reset"));
        assertThat(opened.getFirst().durable(TENANT)).contains(head(3));
        opened.getFirst().close();

        LuceneIndex again = open(folder);

        assertThat(again.durable(TENANT)).contains(head(3));
        assertThat(again.durable(tenant(2))).isEmpty();
        assertThat(again.openIndexes()).isZero();
    }

    @Test
    void a_refused_batch_leaves_nothing_of_itself() {
        apply(1, document(1, "Router", "reset"));
        opened.getFirst().commit();
        Put bad = new Put(
                id(2),
                "en_US",
                "Router",
                document(1, "x", "y").tags(),
                "OPENAI",
                null,
                embedded(2, random(new Random(2), 4)).chunks());

        assertThatThrownBy(() -> apply(2, document(3, "Router", "reset"), bad))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(opened.getFirst().applied(TENANT)).contains(head(1));
        assertThat(words(opened.getFirst(), TENANT, "router")).containsExactly(1L);
    }

    @Test
    void at_most_so_many_indexes_stay_open_and_closed_ones_lose_nothing() {
        LuceneIndex index = new LuceneIndex(folder, InstantSource.system(), 2);
        opened.add(index);
        for (int customer = 1; customer <= 5; customer++) {
            index.apply(tenant(customer), head(customer), List.of(document(customer, "Router", "reset")));
        }

        assertThat(index.openIndexes()).isEqualTo(2);
        for (int customer = 1; customer <= 5; customer++) {
            assertThat(index.applied(tenant(customer))).contains(head(customer));
            assertThat(words(index, tenant(customer), "router")).containsExactly((long) customer);
        }
    }

    @Test
    void an_index_in_use_is_not_closed_to_make_room() {
        LuceneIndex index = new LuceneIndex(folder, InstantSource.system(), 1);
        opened.add(index);
        index.apply(tenant(1), head(1), List.of(document(1, "Router", "reset")));

        try (Index.View view = index.view(tenant(1))) {
            index.apply(tenant(2), head(1), List.of(document(2, "Router", "reset")));

            assertThat(view.lexical(new LexicalQuery("router", Match.ANY, Filter.NONE, 5)))
                    .hasSize(1);
        }
    }

    @Test
    void vectors_as_long_as_remote_models_make_them_are_kept_exactly() {
        Random random = new Random(3);
        Embedding stored = random(random, 3_072);
        Embedding asked = random(random, 3_072);
        apply(1, embedded(1, stored));

        assertThat(nearest(asked).getFirst().score()).isCloseTo(stored.dot(asked), within(1e-5));
    }

    @Test
    void a_vector_of_another_length_is_a_mistake_of_the_caller() {
        apply(1, embedded(1, random(new Random(4), 8)));

        assertThatThrownBy(() -> nearest(random(new Random(4), 9))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "en_US, The batteries were running low, battery",
        "de, Die Rechnungen liegen im Posteingang, Rechnung",
        "fr, Les imprimantes sont connectées, imprimante",
        "es, Las impresoras están conectadas, impresora",
        "pt_BR, As impressoras estão conectadas, impressora",
        "it, Le stampanti sono collegate, stampante",
        "nl_NL, De printers zijn verbonden, printer",
        "ja, パスワードを再設定する方法, パスワード",
        "zh_CN, 如何重置您的密码, 密码",
        "zh_TW, 如何重設您的密碼, 密碼",
        "ko, 비밀번호를 재설정하는 방법, 비밀번호",
        "th, วิธีรีเซ็ตรหัสผ่าน, รหัสผ่าน",
        "pl, Jak zresetować hasło, HASLO",
        "ru, Как сбросить пароль, ПАРОЛЬ"
    })
    void words_are_found_in_the_manner_of_the_language(String language, String text, String query) {
        apply(1, inLanguage(document(1, "x", text), language));

        assertThat(lexical(query)).hasSize(1);
    }

    @Test
    void one_query_finds_documents_of_several_languages() {
        apply(1, document(1, "x", "your passwords"), inLanguage(document(2, "x", "das Password"), "de"));

        assertThat(lexical("password")).extracting(Hit::document).containsExactlyInAnyOrder(id(1), id(2));
    }

    @ParameterizedTest
    @CsvSource({
        "The ESP32-S3 board, esp32-s3",
        "Error (0x80070005)., 0x80070005",
        "since v2.3.5; see below, V2.3.5",
        "ESP32-S3を使う, ESP32-S3",
        "NET::ERR_CERT_DATE_INVALID, err_cert_date_invalid",
        "compiled with C++ only, C++"
    })
    void codes_survive_as_they_are_written(String text, String code) {
        apply(1, document(1, "x", text), document(2, "ESP32 S2 S3 0x8007 v2 2.3 ERR CERT C", "DATE INVALID 5"));

        assertThat(lexical(code).getFirst().document()).isEqualTo(id(1));
        assertThat(lexical(new LexicalQuery(code, Match.MOST, Filter.NONE, 5))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "en_US, The batteries were resetting, battery reset",
        "de, Die Rechnungen sind überfällig, Rechnung",
        "de, Das Kabel für die Geräte prüfen, Gerät",
        "fr, Les factures impayées, facture",
        "es, Restablecer las baterías descargadas, batería",
        "pt_BR, Como pagar as faturas atrasadas, fatura",
        "it, Le bollette non pagate, bolletta",
        "nl_NL, Uw rekeningen betalen, rekening",
        "ja, 蓄電池が応答しないときは再起動してください, 再起動",
        "ja, 電源ボタンを長く押しました, 押す",
        "zh_CN, 路由器无法连接网络, 连接",
        "zh_TW, 路由器無法連線到網路, 網路",
        "ko, 배터리를 교체하는 방법, 배터리",
        "pl, Zresetuj hasło do ROUTERA, routera"
    })
    void a_word_is_found_in_the_forms_and_among_the_neighbours_that_its_language_gives_it(
            String language, String text, String word) {
        apply(1, inLanguage(document(1, "x", text), language), inLanguage(document(2, "x", "1 2 3"), language));

        for (Match match : Match.values()) {
            assertThat(lexical(new LexicalQuery(word, match, Filter.NONE, 5)))
                    .extracting(Hit::document)
                    .containsExactly(id(1));
        }
    }

    @ParameterizedTest
    @EnumSource(VectorQuery.Accuracy.class)
    void a_thousand_distinct_chunks_are_answered_when_so_many_are_wanted(VectorQuery.Accuracy accuracy) {
        Random random = new Random(5);
        apply(
                1,
                IntStream.rangeClosed(1, 1_100)
                        .mapToObj(id -> embedded(id, random(random, 8), random(random, 8)))
                        .toArray(DocumentChange[]::new));

        List<Hit> hits = nearest(new VectorQuery(random(random, 8), SMALL, Filter.NONE, 1_000, accuracy));

        assertThat(hits).extracting(Hit::document).doesNotHaveDuplicates().hasSize(1_000);
        assertThat(hits).extracting(Hit::score).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void an_index_of_another_layout_is_of_another_library() throws IOException {
        apply(3, document(1, "Router", "reset"));
        opened.getFirst().close();
        Path at = files().stream()
                .filter(file -> file.getFileName().toString().startsWith("segments_"))
                .findFirst()
                .orElseThrow()
                .getParent();
        try (Directory directory = FSDirectory.open(at);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig().setCodec(Vectors.codec()))) {
            writer.setLiveCommitData(Map.of("position", "3", "mark", "mark").entrySet());
            writer.commit();
        }

        LuceneIndex again = open(folder);

        assertThat(again.applied(TENANT)).isPresent().isNotEqualTo(Optional.of(head(3)));
        again.drop(TENANT);
        again.apply(TENANT, head(3), List.of(document(1, "Router", "reset")));
        assertThat(again.applied(TENANT)).contains(head(3));
    }

    @Test
    void a_query_of_thousands_of_words_is_answered() {
        apply(1, document(1, "Router", "reset"), inLanguage(document(2, "Router", "reset"), "ja"));
        StringBuilder text = new StringBuilder("router ");
        for (int i = 0; i < 5_000; i++) {
            text.append("word-").append(i).append(' ');
        }

        assertThat(lexical(text.toString())).hasSize(2);
    }

    @Test
    void words_that_mean_nothing_find_nothing() {
        apply(1, document(1, "Router", "reset"));

        assertThat(lexical("of the \"' --- () *:* ~ \\")).isEmpty();
        assertThat(lexical("")).isEmpty();
    }

    private LuceneIndex open(Path at) {
        LuceneIndex index = new LuceneIndex(at, InstantSource.system());
        opened.add(index);
        return index;
    }

    private static List<Long> words(Index index, Tenant tenant, String text) {
        try (Index.View view = index.view(tenant)) {
            return view.lexical(new LexicalQuery(text, Match.ANY, Filter.NONE, 10)).stream()
                    .map(hit -> hit.document().value())
                    .toList();
        }
    }

    /// The files as a killed process leaves them.
    private Path copied() throws IOException {
        Path copy = folder.resolveSibling("copy-of-" + folder.getFileName());
        for (Path from : files()) {
            Path to = copy.resolve(folder.relativize(from));
            Files.createDirectories(to.getParent());
            Files.copy(from, to);
        }
        return copy;
    }

    private void truncate(String name, int length) throws IOException {
        for (Path file : files()) {
            if (file.getFileName().toString().contains(name)) {
                try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                    channel.truncate(length);
                }
                return;
            }
        }
        throw new IllegalStateException("no file like " + name + " among " + files());
    }

    /// Turns over a bit in the middle of a file.
    private void change(String name) throws IOException {
        Path file = files().stream()
                .filter(path -> path.getFileName().toString().endsWith(name))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private void remove() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
