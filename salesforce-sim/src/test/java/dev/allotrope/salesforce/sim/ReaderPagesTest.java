package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a person finds who follows a link to an article, or the org's address.
class ReaderPagesTest {

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private SimClient client;

    @BeforeEach
    void publish() {
        client = new SimClient(salesforce.simulator());
        salesforce
                .simulator()
                .publish("reset", ArticleContent.of("Reset <b> & go", "Reset", "<p>Hold the <b>button</b>.</p>"));
    }

    @Test
    void a_link_to_a_published_article_shows_it() {
        HttpResponse<String> page = client.get("/articles/en_US/Knowledge/Reset");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "<html lang=\"en-US\">", "<h1>Reset &lt;b&gt; &amp; go</h1>", "<p>Hold the <b>button</b>.</p>")
                .contains("name=\"viewport\"", "content=\"light dark\"");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .as("what stands in articles must not run")
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
    }

    @Test
    void the_org_s_address_lists_what_is_published() {
        assertThat(client.get("/").body())
                .contains(
                        "1 articles are published",
                        "<a href=\"/articles/en_US/Knowledge/Reset\">Reset &lt;b&gt; &amp; go</a>");
    }

    @Test
    void what_is_published_no_longer_is_not_shown() {
        salesforce.simulator().org().archive("reset", null);

        assertThat(client.get("/articles/en_US/Knowledge/Reset").statusCode()).isEqualTo(404);
        assertThat(client.get("/articles/de/Knowledge/Reset").statusCode()).isEqualTo(404);
        assertThat(client.get("/").body()).doesNotContain("Reset");
    }
}
