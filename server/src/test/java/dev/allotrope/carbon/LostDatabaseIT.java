package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.postgres.Await;
import dev.allotrope.postgres.Relay;
import dev.allotrope.source.Source;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// A whole server whose database goes away and comes back.
class LostDatabaseIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final CountDownLatch ASKED = new CountDownLatch(1);
    private static final CountDownLatch ANSWER = new CountDownLatch(1);

    @RegisterExtension
    static final Server server = new Server();

    @Test
    void what_went_on_goes_on_when_the_database_is_back_without_a_restart() throws Exception {
        TestCustomer customer = TestCustomer.of(server);
        server.bean(PublishedDocuments.class).publish("kA0:en_US", "Reset the router", "<p>Hold the button.</p>");
        CarbonServer.Reply asked = customer.ask(
                "/integrations/files/sync",
                "{\"data_source_id\": %s, \"ids\": [\"kA0:en_US\"], \"request_id\": \"held\"}"
                        .formatted(customer.connection()));
        assertThat(asked.status()).isEqualTo(200);
        assertThat(ASKED.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        server.relay().close();
        Await.until(SOON, () -> server.get("/health").status() == 503);
        assertThat(server.get("/health").json().at("/components/database").asString())
                .isEqualTo("DOWN");
        CarbonServer.Reply refused = customer.ask("/user_data_sources", "{}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isNotEmpty();
        assertThat(refused.json().at("/detail").asString()).contains("database");
        ANSWER.countDown();
        server.relay().open();

        Await.until(SOON, () -> server.get("/health").status() == 200);
        // A connection that was in use a moment ago is handed out unchecked, and may be one from before.
        Await.until(SOON, () -> customer.ask("/user_data_sources", "{}").status() == 200);
        assertThat(customer.await("\"request_ids\": [\"held\"]", "READY")
                        .at("/external_file_id")
                        .asString())
                .isEqualTo("kA0:en_US");
    }

    /// Between it and its database is a way that can be closed.
    static final class Server extends CarbonServer {
        private @Nullable Relay relay;

        Server() {
            super(Map.of(), Held.class);
        }

        Relay relay() {
            return Objects.requireNonNull(relay);
        }

        @Override
        String databaseUrl() throws IOException {
            relay = Relay.to(super.databaseUrl());
            return relay.url();
        }
    }

    static class Held {
        @Bean
        PublishedDocuments publishedDocuments() {
            return new PublishedDocuments();
        }

        /// Answers its first question when it is told to.
        @Bean
        @Primary
        Source heldDocuments(PublishedDocuments documents) {
            return (Source) Proxy.newProxyInstance(
                    Source.class.getClassLoader(), new Class<?>[] {Source.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("find")) {
                            ASKED.countDown();
                            ANSWER.await();
                        }
                        try {
                            return method.invoke(documents, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
