package dev.allotrope.salesforce.ahead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.connect.MovableClock;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.postgres.Await;
import dev.allotrope.salesforce.TestGrant;
import dev.allotrope.source.Grant;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PagesAheadTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LAST = 9;

    private final MovableClock clock = new MovableClock();
    private final ConcurrentLinkedQueue<Runnable> later = new ConcurrentLinkedQueue<>();
    private final PagesAhead<String> pages = new PagesAhead<>(clock, later::add);
    private final TestGrant grant = TestGrant.numbered(URI.create("https://acme.my.salesforce.com"));
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final ConcurrentLinkedQueue<String> failing = new ConcurrentLinkedQueue<>();

    @Test
    void two_pages_are_asked_for_while_one_is_read_and_no_more() {
        assertThat(read(null)).isEqualTo("page 0");
        await("0", "1", "2");

        assertThat(read("1")).isEqualTo("page 1");

        await("0", "1", "2", "3");
    }

    @Test
    void a_chain_is_read_whole_and_each_page_asked_for_once() {
        assertThat(read(null)).isEqualTo("page 0");
        for (int page = 1; page <= LAST; page++) {
            assertThat(read(String.valueOf(page))).isEqualTo("page " + page);
        }

        assertThat(asked).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(grant.called).hasValue(LAST + 1);
        assertThat(grant.allowance).isEqualTo("9/100");
    }

    @Test
    void calls_count_when_somebody_came_for_their_page() {
        read(null);
        await("0", "1", "2");
        assertThat(grant.called).hasValue(1);
        assertThat(grant.admitted).hasValue(3);

        read("1");

        assertThat(grant.called).hasValue(2);
    }

    @Test
    void what_a_page_failed_with_is_thrown_to_its_reader_who_may_ask_again() {
        failing.add("1");
        read(null);

        assertThatThrownBy(() -> read("1")).isInstanceOf(Failure.class).hasMessage("page 1 failed");

        assertThat(read("1")).isEqualTo("page 1");
    }

    @Test
    void a_page_that_waited_too_long_is_asked_for_again() {
        read(null);
        await("0", "1", "2");
        clock.pass(PagesAhead.LIFE.plusSeconds(1));

        read("1");

        assertThat(asked.stream().filter("1"::equals)).hasSize(2);
    }

    @Test
    void what_nobody_comes_for_is_let_go_although_nobody_comes_for_anything() {
        read(null);
        await("0", "1", "2");
        clock.pass(PagesAhead.LIFE);
        later.forEach(Runnable::run);
        assertThat(pages.held()).as("their reader may still come").isEqualTo(2);

        clock.pass(Duration.ofSeconds(1));
        later.forEach(Runnable::run);

        assertThat(pages.held()).isZero();
        assertThat(read("1")).isEqualTo("page 1");
    }

    @Test
    void who_begins_again_gets_nothing_of_before() {
        read(null);
        await("0", "1", "2");

        read(null);
        await("0", "1", "2", "0", "1", "2");

        assertThat(read("1")).isEqualTo("page 1");
    }

    @Test
    void a_connection_does_not_get_the_pages_of_another() {
        TestGrant other = TestGrant.numbered(URI.create("https://other.my.salesforce.com"));
        read(null);
        await("0", "1", "2");

        pages.page(other, "1", this::ask);

        assertThat(other.called).hasValue(1);
    }

    private String read(@Nullable String place) {
        return pages.page(grant, place, this::ask);
    }

    private String ask(Grant who, @Nullable String place, Consumer<String> next) {
        String page = place == null ? "0" : place;
        who.meter().admit();
        asked.add(page);
        who.meter().called();
        who.meter().allowance(Long.parseLong(page), 100);
        if (failing.remove(page)) {
            throw new Failure(ErrorCode.SOURCE_UNAVAILABLE, "page " + page + " failed");
        }
        int number = Integer.parseInt(page);
        if (number < LAST) {
            next.accept(String.valueOf(number + 1));
        }
        return "page " + page;
    }

    private void await(String... all) {
        Await.until(SOON, () -> asked.size() >= all.length);
        assertThat(asked).containsExactly(all);
    }
}
