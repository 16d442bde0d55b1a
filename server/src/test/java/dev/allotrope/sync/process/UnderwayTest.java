package dev.allotrope.sync.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.sync.process.Underway.Claims;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UnderwayTest {
    private static final OrganizationId ACME = new OrganizationId(1);
    private static final EmbedderId MODEL = new EmbedderId("model", "1");
    private static final Fingerprint A = Fingerprint.of("a");
    private static final Fingerprint B = Fingerprint.of("b");
    private static final Embedding EAST = new Embedding(new float[] {1, 0});

    private final Underway underway = new Underway();
    private final Claims first = underway.begin();
    private final Claims second = underway.begin();

    @Test
    void a_text_is_claimed_by_whoever_comes_first() {
        assertThat(first.take(ACME, MODEL, List.of(A))).containsExactly(A);
        assertThat(second.take(ACME, MODEL, List.of(A, B))).containsExactly(B);
    }

    @Test
    void models_and_organizations_do_not_meet() {
        first.take(ACME, MODEL, List.of(A));

        assertThat(second.take(ACME, new EmbedderId("model", "2"), List.of(A))).containsExactly(A);
        assertThat(second.take(new OrganizationId(2), MODEL, List.of(A))).containsExactly(A);
    }

    @Test
    void the_vector_of_another_is_waited_for() {
        first.take(ACME, MODEL, List.of(A));
        CompletableFuture<Map<Fingerprint, Embedding>> waiting =
                CompletableFuture.supplyAsync(() -> second.ofOthers(ACME, MODEL, List.of(A)));

        assertThat(waiting).isNotDone();
        first.made(ACME, MODEL, Map.of(A, EAST));

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(Map.of(A, EAST));
    }

    @Test
    void what_another_gives_up_can_be_claimed() {
        first.take(ACME, MODEL, List.of(A));
        CompletableFuture<Map<Fingerprint, Embedding>> waiting =
                CompletableFuture.supplyAsync(() -> second.ofOthers(ACME, MODEL, List.of(A)));

        first.close();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(Map.of());
        assertThat(second.take(ACME, MODEL, List.of(A))).containsExactly(A);
    }

    @Test
    void what_is_stored_is_claimed_no_more_and_nobody_waits_for_it() {
        first.take(ACME, MODEL, List.of(A));
        first.made(ACME, MODEL, Map.of(A, EAST));
        first.close();

        assertThat(second.ofOthers(ACME, MODEL, List.of(A))).isEmpty();
        assertThat(second.take(ACME, MODEL, List.of(A))).containsExactly(A);
    }
}
