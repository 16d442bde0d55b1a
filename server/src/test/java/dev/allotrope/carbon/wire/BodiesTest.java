package dev.allotrope.carbon.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
    private static final int CHUNK = Bodies.CHUNK;
    private static final int MAX = 4 * CHUNK;
    private static final Duration LONG = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, MAX - 1, MAX})
    void a_body_arrives_whole(int length) throws IOException {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);

        assertThat(bodies(LONG, LONG).read(new ByteArrayInputStream(body), byte[]::clone))
                .isEqualTo(body);
    }

    @Test
    void one_that_is_too_large_is_refused_and_leaves_its_room() throws IOException {
        Bodies bodies = bodies(LONG, LONG);

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> bodies.read(of(MAX + 1), body -> body.length))
                    .isInstanceOf(WireConverter.BodyTooLarge.class);
        }
        assertThat(length(bodies, MAX)).isEqualTo(MAX);
    }

    @Test
    void what_fails_while_it_is_read_leaves_its_room() throws IOException {
        Bodies bodies = bodies(LONG, LONG);

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> bodies.read(of(MAX), body -> {
                        throw new IllegalStateException("no JSON");
                    }))
                    .hasMessage("no JSON");
        }
        assertThat(length(bodies, MAX)).isEqualTo(MAX);
    }

    @Test
    void a_large_body_waits_for_its_turn_and_a_small_one_does_not() throws Exception {
        Bodies bodies = bodies(LONG, LONG);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = callers.submit(() -> bodies.read(of(MAX), body -> {
                reading.countDown();
                await(end);
                return body.length;
            }));
            await(reading);
            Future<Long> second = callers.submit(() -> bodies.read(of(MAX - 1), body -> end.getCount()));

            assertThat(length(bodies, CHUNK - 1)).isEqualTo(CHUNK - 1);
            assertThat(first.isDone()).isFalse();
            end.countDown();

            assertThat(first.get()).isEqualTo(MAX);
            assertThat(second.get()).isZero();
        }
    }

    @Test
    void who_waits_too_long_for_a_turn_is_told_to_come_back() throws Exception {
        Bodies bodies = bodies(LONG, Duration.ZERO);

        int read = bodies.read(of(MAX), body -> {
            assertThatThrownBy(() -> bodies.read(of(MAX), second -> second.length))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED));
            return body.length;
        });

        assertThat(read).isEqualTo(MAX);
    }

    @Test
    void more_than_there_is_room_for_is_told_to_come_back() throws IOException {
        Bodies bodies = new Bodies(MAX, MAX, 10 * MAX, LONG, LONG);

        bodies.read(of(MAX), first -> {
            assertThatThrownBy(() -> bodies.read(of(MAX), second -> second.length))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED));
            return first.length;
        });
        assertThat(length(bodies, MAX)).isEqualTo(MAX);
    }

    @Test
    void a_large_body_that_trickles_in_is_given_up() {
        Bodies bodies = bodies(Duration.ZERO, LONG);

        assertThatThrownBy(() -> bodies.read(of(MAX), body -> body.length))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
                    assertThat(failure).hasMessageContaining("did not arrive within");
                });
    }

    private static Bodies bodies(Duration deadline, Duration patience) {
        return new Bodies(MAX, 2 * MAX + 2 * CHUNK, MAX, deadline, patience);
    }

    /// What of a body of this length arrives.
    private static int length(Bodies bodies, int length) throws IOException {
        return bodies.read(of(length), body -> body.length);
    }

    private static InputStream of(int length) {
        return new ByteArrayInputStream(new byte[length]);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
