package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/// What the log tells of requests and answers to an operator who debugs the framework.
class LoggedBodiesIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private final Logger framework = (Logger) LoggerFactory.getLogger("org.springframework");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private TestOrganization acme;

    @BeforeEach
    void debug() {
        acme = TestOrganization.of(server);
        log.start();
        framework.addAppender(log);
        framework.setLevel(Level.DEBUG);
    }

    @AfterEach
    void no_more() {
        framework.setLevel(null);
        framework.detachAppender(log);
    }

    @Test
    void a_signing_key_and_a_token_are_not_in_it() {
        String signingKey = acme.post("/add_webhook", "{\"url\": \"https://8.8.8.8/hook\"}")
                .json()
                .at("/signing_key")
                .asString();
        acme.post("ann", "/integrations/connect", """
                {"authentication": {"source": "SALESFORCE", "access_token": "token-of-ann", "domain": "acme.example"}}""");
        acme.post("ann", "/upload_chunks_and_embeddings", """
                {"embedding_model": "OPENAI", "custom_credentials": {"OPENAI": {"key": "key-of-ann"}},
                 "chunks_and_embeddings": []}""");

        assertThat(lines()).anyMatch(line -> line.contains("/add_webhook"));
        assertThat(lines())
                .noneMatch(line -> line.contains(signingKey))
                .noneMatch(line -> line.contains("token-of-ann"))
                .noneMatch(line -> line.contains("key-of-ann"));
    }

    @Test
    void an_article_is_not_in_it() {
        TestCustomer customer = TestCustomer.of(server);
        customer.sync("logged:en_US", "<p>The brass valve is under the boiler.</p>", "", "READY");

        customer.ask("/embeddings", "{\"query\": \"brass valve\", \"k\": 1, \"hybrid_search\": true}");

        assertThat(lines()).anyMatch(line -> line.contains("/embeddings"));
        assertThat(lines()).noneMatch(line -> line.contains("under the boiler"));
    }

    private List<String> lines() {
        synchronized (log) {
            return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }
    }
}
