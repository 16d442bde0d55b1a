package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.postgres.Await;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeleteUsersIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EverythingHeld everything = new EverythingHeld(server);
    private TestOrganization acme;

    @BeforeEach
    void an_organization_asks() {
        acme = TestOrganization.of(server);
    }

    @Test
    void nothing_of_a_deleted_user_is_left_in_any_table() {
        Tenant ann = acme.tenant("ann");
        Tenant bob = acme.tenant("bob");
        everything.of(ann, 1);
        everything.of(bob, 2);
        acme.token("ann");
        acme.token("bob");
        assertThat(everything.rows(ann).values())
                .as(everything.rows(ann).toString())
                .doesNotContain(0L);

        assertThat(delete("ann").response().body()).isEqualTo("{\"success\":true}");
        Await.until(PATIENCE, () -> everything.rows(ann).values().stream().allMatch(count -> count == 0));

        assertThat(everything.rows(bob).values())
                .as(everything.rows(bob).toString())
                .doesNotContain(0L);
        assertThat(embeddings()).containsExactly("2", "3");
    }

    @Test
    void a_deleted_user_is_gone_at_once_and_the_name_is_free() {
        long before = acme.tenant("ann").customer().value();
        String token = acme.token("ann");

        delete("ann");

        assertThat(server.get("/whoami", "authorization", "Token " + token).status())
                .isEqualTo(401);
        assertThat(acme.post("/user", "{\"customer_id\": \"ann\"}").status()).isEqualTo(404);
        assertThat(acme.post("/list_users", "{\"include_count\": true}")
                        .json()
                        .at("/count")
                        .asLong())
                .isZero();
        assertThat(acme.get("ann", "/whoami").json().at("/id").asLong()).isNotEqualTo(before);
    }

    @Test
    void users_who_are_not_known_are_ignored_and_nobody_elses_are_touched() {
        TestOrganization other = TestOrganization.of(server);
        other.tenant("ann");
        acme.tenant("bob");

        assertThat(delete("ann").status()).isEqualTo(200);
        assertThat(acme.post("/delete_users", "{\"customer_ids\": []}").status())
                .isEqualTo(200);

        assertThat(other.post("/user", "{\"customer_id\": \"ann\"}").status()).isEqualTo(200);
        assertThat(acme.post("/user", "{\"customer_id\": \"bob\"}").status()).isEqualTo(200);
        assertThat(acme.post("/delete_users", "{}").status()).isEqualTo(422);
    }

    private CarbonServer.Reply delete(String name) {
        return acme.post("/delete_users", "{\"customer_ids\": [\"" + name + "\"]}");
    }

    /// The text of the only window of each customer, and one that both share.
    private List<String> embeddings() {
        return server.database()
                .transactions()
                .in(
                        new Scope.Organization(acme.id()),
                        () -> server.database()
                                .jdbc()
                                .sql("SELECT convert_from(text_hash, 'UTF8') FROM library_embedding ORDER BY 1")
                                .query(String.class)
                                .list());
    }
}
