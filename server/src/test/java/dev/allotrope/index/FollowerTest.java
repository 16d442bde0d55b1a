package dev.allotrope.index;

import static dev.allotrope.index.TestIndexed.TENANT;
import static dev.allotrope.index.TestIndexed.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.index.Index.Head;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Position;
import dev.allotrope.kernel.Retry;
import dev.allotrope.postgres.Await;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FollowerTest {
    private static final int CUSTOMERS = 200;

    private final FakeLibrary library = new FakeLibrary();
    private final ObservedIndex index = new ObservedIndex();
    private Follower follower = new Follower(library, index, Duration.ofSeconds(20));

    @AfterEach
    void stop() {
        follower.close();
    }

    @Test
    void a_write_is_followed_when_the_follower_is_woken() throws InterruptedException {
        follower.start();
        library.write(TENANT, 1, "alpha");
        follower.wake(TENANT);

        assertThat(index.nextHead().position()).isEqualTo(new Position(1));
    }

    @Test
    void the_start_follows_what_was_written_before() throws InterruptedException {
        library.write(tenant(1), 1, "alpha");
        library.write(tenant(2), 2, "beta");
        follower.start();

        index.nextHead();
        index.nextHead();
        assertThat(index.applied(tenant(1))).isPresent();
        assertThat(index.applied(tenant(2))).isPresent();
    }

    @Test
    void a_search_waits_for_what_was_written_before_it_though_nobody_woke_the_follower() {
        follower.start();
        library.write(TENANT, 1, "alpha");

        follower.reach(TENANT);

        assertThat(index.applied(TENANT)).contains(new Head(new Position(1), "first"));
    }

    @Test
    void a_search_waits_for_the_index_and_not_for_the_library_to_learn_of_it() throws InterruptedException {
        follower.close();
        follower = new Follower(library, index, Duration.ofHours(1));
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch learned = new CountDownLatch(1);
        library.holdUntil(read);
        library.holdCounterUntil(learned);
        library.write(TENANT, 1, "alpha");
        follower.start();
        Thread search = Thread.ofPlatform().start(() -> follower.reach(TENANT));
        try {
            while (search.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            read.countDown();

            assertThat(search.join(Duration.ofSeconds(20))).isTrue();
            assertThat(index.applied(TENANT)).isPresent();
            assertThat(library.indexed()).isEmpty();
        } finally {
            learned.countDown();
        }
    }

    @Test
    void a_search_of_a_tenant_that_never_wrote_does_not_wait() {
        follower.start();

        follower.reach(TENANT);

        assertThat(index.applied(TENANT)).isEmpty();
    }

    @Test
    void a_search_fails_while_the_index_is_built_and_says_when_to_come_again() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        library.holdUntil(held);
        library.write(TENANT, 1, "alpha");
        follower.close();
        follower = new Follower(library, index, Duration.ofMillis(100));
        follower.start();

        assertThatThrownBy(() -> follower.reach(TENANT)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.INDEX_REBUILDING);
            assertThat(failure.retry()).isEqualTo(Retry.after(Duration.ofSeconds(5)));
        });
        held.countDown();
        index.nextHead();
        follower.reach(TENANT);
    }

    @Test
    void a_search_is_answered_by_a_whole_index_that_lags() {
        library.write(TENANT, 1, "alpha");
        follower.start();
        follower.reach(TENANT);
        follower.close();
        follower = new Follower(library, index, Duration.ofMillis(100));
        follower.start();
        CountDownLatch held = new CountDownLatch(1);
        library.holdUntil(held);
        library.write(TENANT, 2, "beta");

        follower.reach(TENANT);

        assertThat(index.applied(TENANT)).contains(new Head(new Position(1), "first"));
        held.countDown();
    }

    @Test
    void a_failing_library_is_asked_again() throws InterruptedException {
        library.failNext(1);
        library.write(TENANT, 1, "alpha");
        follower.start();

        assertThat(index.nextHead().position()).isEqualTo(new Position(1));
    }

    @Test
    void an_index_of_another_library_is_given_up_before_it_answers_though_the_head_passed_it() {
        library.write(TENANT, 1, "alpha");
        index.apply(TENANT, new Head(new Position(3), "first"), List.of(TestIndexed.document(7, "lost", "lost")));
        index.apply(tenant(2), new Head(new Position(1), "first"), List.of(TestIndexed.document(8, "kept", "kept")));
        library.write(tenant(2), 2, "beta");

        follower.distrust();
        library.write(TENANT, 1, "alpha");
        library.write(TENANT, 1, "alpha");
        library.write(tenant(2), 2, "beta");
        follower.start();
        follower.reach(TENANT);
        follower.reach(tenant(2));

        assertThat(found(TENANT, "lost")).isEmpty();
        assertThat(found(TENANT, "alpha")).hasSize(1);
        assertThat(found(tenant(2), "kept")).hasSize(1);
    }

    @Test
    void a_start_looks_at_no_index_however_many_there_are() {
        for (int number = 1; number <= CUSTOMERS; number++) {
            library.write(tenant(number), number, "alpha");
            index.apply(tenant(number), new Head(new Position(1), "first"), List.of());
        }

        follower.distrust();

        assertThat(index.asked()).isZero();
    }

    @Test
    void the_first_sweep_has_only_those_followed_that_lag_and_only_glances_at_the_others() throws InterruptedException {
        for (int number = 1; number <= CUSTOMERS; number++) {
            library.write(tenant(number), number, "alpha");
            index.apply(tenant(number), new Head(new Position(1), "first"), List.of());
        }
        index.forget();
        library.write(tenant(5), 5, "beta");
        library.untold(tenant(6));

        follower.distrust();
        follower.start();

        assertThat(index.nextHead().position()).isEqualTo(new Position(2));
        Await.until(Duration.ofSeconds(20), () -> index.opened() == CUSTOMERS);
        Await.until(Duration.ofSeconds(20), () -> library.indexed().size() >= 2);
        assertThat(library.indexed()).containsExactlyInAnyOrder(new Position(1), new Position(2));
        assertThat(library.read()).containsExactlyInAnyOrder(tenant(5), tenant(6));
    }

    @Test
    void a_search_waits_for_no_index_but_its_own() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        library.holdOthersUntil(held, TENANT);
        for (int number = 2; number <= CUSTOMERS; number++) {
            library.write(tenant(number), number, "alpha");
        }
        follower.start();
        library.awaitHeld(Follower.THREADS);
        library.write(TENANT, 1, "alpha");

        follower.reach(TENANT);

        assertThat(found(TENANT, "alpha")).hasSize(1);
        held.countDown();
    }

    private List<Hit> found(Tenant tenant, String word) {
        try (Index.View view = index.view(tenant)) {
            return view.lexical(new LexicalQuery(word, LexicalQuery.Match.ANY, Filter.NONE, 10));
        }
    }

    @Test
    void many_batches_are_followed_without_another_signal() {
        for (int document = 1; document <= 5 * Catcher.BATCH; document++) {
            library.write(TENANT, document, "alpha");
        }
        follower.start();

        follower.reach(TENANT);

        assertThat(index.applied(TENANT)).contains(new Head(new Position(5L * Catcher.BATCH), "first"));
    }

    /// Tells of each batch applied.
    private static final class ObservedIndex implements Index {
        private final Index index = new InMemoryIndex();
        private final LinkedBlockingQueue<Head> heads = new LinkedBlockingQueue<>();
        private final Set<Tenant> opened = ConcurrentHashMap.newKeySet();
        private final AtomicInteger asked = new AtomicInteger();

        /// How often it was asked for anything but to be written.
        int asked() {
            return asked.get();
        }

        /// How many tenants' indexes were opened.
        int opened() {
            return opened.size();
        }

        /// Forgets the batches of before.
        void forget() {
            heads.clear();
        }

        Head nextHead() throws InterruptedException {
            Head head = heads.poll(20, TimeUnit.SECONDS);
            assertThat(head).as("a batch").isNotNull();
            return head;
        }

        @Override
        public void apply(Tenant tenant, Head head, List<DocumentChange> changes) {
            index.apply(tenant, head, changes);
            heads.add(head);
        }

        @Override
        public Optional<Head> applied(Tenant tenant) {
            asked.incrementAndGet();
            opened.add(tenant);
            return index.applied(tenant);
        }

        @Override
        public Optional<Head> durable(Tenant tenant) {
            asked.incrementAndGet();
            return index.durable(tenant);
        }

        @Override
        public void drop(Tenant tenant) {
            index.drop(tenant);
        }

        @Override
        public View view(Tenant tenant) {
            return index.view(tenant);
        }
    }
}
