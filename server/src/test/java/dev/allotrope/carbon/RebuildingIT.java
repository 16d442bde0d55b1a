package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.carbon.CarbonServer.Reply;
import dev.allotrope.kernel.Command;
import dev.allotrope.kernel.Page;
import dev.allotrope.library.Documents;
import dev.allotrope.library.TestLibrary;
import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.DocumentOrder;
import dev.allotrope.postgres.Await;
import dev.allotrope.tenant.Scope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Searches while an index is not whole, or lags.
class RebuildingIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void until_an_index_is_whole_its_customer_is_told_when_to_come_again_and_others_are_answered() throws Exception {
        TestCustomer ours = filled();
        TestCustomer theirs = filled();
        AtomicReference<Reply> refused = new AtomicReference<>();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Integer> command = server.database().transactions().in(Scope.SYSTEM, () -> {
                lockFollower();
                Future<Integer> running = threads.submit(() -> reindex(ours));
                Await.until(PATIENCE, () -> {
                    Reply reply = search(ours);
                    refused.set(reply);
                    return reply.status() != 200;
                });
                assertThat(search(theirs).json().at("/documents").size()).isEqualTo(1);
                assertThat(running).isNotDone();
                return running;
            });

            assertThat(refused.get().status()).isEqualTo(503);
            assertThat(refused.get().header("retry-after")).isEqualTo("5");
            Await.until(PATIENCE, () -> search(ours).status() == 200);
            assertThat(search(ours).json().at("/documents").size()).isEqualTo(1);
            assertThat(command.get()).isZero();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).endsWith("1 of 1 documents, 1 of 1 customers\ndone\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"filters\": {\"ids\": [%d]}}",
                "{\"filters\": {\"ids\": [%d]}, \"preserve_file_record\": true}",
            })
    void what_was_deleted_is_not_found_from_the_answer_on_although_the_index_still_has_it(String deletion) {
        TestCustomer ours = filled();
        long file = server.beans(Documents.class)
                .getFirst()
                .list(ours.tenant(), DocumentFilter.ALL, DocumentOrder.BY_ID, Page.first(2))
                .getFirst()
                .id()
                .value();

        server.database().transactions().run(Scope.SYSTEM, () -> {
            lockFollower();
            assertThat(ours.ask("/delete_files_v2", deletion.formatted(file)).status())
                    .isEqualTo(200);

            Reply found = search(ours);

            assertThat(found.status()).isEqualTo(200);
            assertThat(found.json().at("/documents").size()).isZero();
        });
    }

    /// Only the follower reads vectors, so that it stands still while searches go on.
    private static void lockFollower() {
        server.database()
                .jdbc()
                .sql("LOCK TABLE library_embedding IN ACCESS EXCLUSIVE MODE")
                .update();
    }

    private static TestCustomer filled() {
        TestCustomer customer = TestCustomer.of(server);
        new TestLibrary(server.database())
                .stored(customer.tenant(), customer.connection(), "a:en_US", "Reset the router");
        Await.until(PATIENCE, () -> search(customer).json().at("/documents").size() == 1);
        return customer;
    }

    private static Reply search(TestCustomer customer) {
        return customer.ask("/embeddings", "{\"query\": \"router\", \"k\": 5, \"hybrid_search\": true}");
    }

    private int reindex(TestCustomer customer) {
        Command command = server.beans(Command.class).stream()
                .filter(each -> each.name().equals("reindex"))
                .findFirst()
                .orElseThrow();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return command.run(List.of(customer.tenant().toString()), out, out);
    }
}
