package dev.allotrope.tenant.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.TestDatabase;
import dev.allotrope.kernel.Command;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Secret;
import dev.allotrope.tenant.Customer;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Organization;
import dev.allotrope.tenant.Organizations;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.TestTenants;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccountsIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private Organizations organizations;
    private ApiKeys keys;
    private Customers customers;
    private AccessTokens tokens;
    private Credentials credentials;
    private Organization organization;

    @BeforeEach
    void start() {
        organizations = TestTenants.organizations(database);
        keys = new ApiKeys(database.jdbc(), database.transactions());
        customers = TestTenants.customers(database);
        tokens = new AccessTokens(database.jdbc(), database.transactions(), () -> now);
        credentials = new Credentials(keys, tokens, () -> now);
        organization = organizations.create("Acme");
    }

    @Test
    void an_api_key_speaks_for_its_organization_until_it_is_revoked() {
        ApiKeys.Created created = keys.create(organization.id(), "production");
        assertThat(credentials.apiKey(created.text())).isEqualTo(new Identity.OfOrganization(organization.id()));

        keys.revoke(Scope.SYSTEM, created.key().id());

        assertThat(credentials.apiKey(created.text())).isEqualTo(new Identity.Revoked());
    }

    @Test
    void a_key_is_stored_as_a_hash_with_a_hint() {
        ApiKeys.Created created = keys.create(organization.id(), "production");
        String text = created.text().reveal();

        String stored = database.transactions()
                .in(
                        Scope.SYSTEM,
                        () -> database.jdbc()
                                .sql("SELECT string_agg(k::text, ' ') FROM api_key k")
                                .query(String.class)
                                .single());

        assertThat(text).startsWith("allotrope_").hasSize(53);
        assertThat(stored).doesNotContain(text.substring("allotrope_".length()));
        assertThat(created.key().hint()).isEqualTo("…" + text.substring(49));
        assertThat(created.toString()).doesNotContain(text);
    }

    @Test
    void unknown_and_blank_credentials_speak_for_nobody() {
        assertThat(credentials.apiKey(Secret.of("nonsense"))).isEqualTo(new Identity.Invalid());
        assertThat(credentials.apiKey(Secret.of(" "))).isEqualTo(new Identity.Missing());
        assertThat(credentials.accessToken(Secret.of("nonsense"))).isEqualTo(new Identity.Invalid());
        assertThat(credentials.accessToken(Secret.of(""))).isEqualTo(new Identity.Missing());
    }

    @Test
    void an_organization_sees_and_revokes_its_own_keys_only() {
        ApiKeys.Created ours = keys.create(organization.id(), "ours");
        Scope.Organization theirs =
                new Scope.Organization(organizations.create("Other").id());

        assertThat(keys.list(new Scope.Organization(organization.id()))).containsExactly(ours.key());
        assertThat(keys.list(theirs)).isEmpty();
        assertThatThrownBy(() -> keys.revoke(theirs, ours.key().id()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void a_key_needs_an_organization() {
        assertThatThrownBy(() -> keys.create(new OrganizationId(2_000_000_000), "k"))
                .hasMessageContaining("organization 2000000000 was not found");
    }

    @Test
    void a_customer_is_created_on_first_use_and_found_afterwards() {
        Customer first = customers.named(organization.id(), "user-1");

        assertThat(customers.named(organization.id(), "user-1")).isEqualTo(first);
        assertThat(customers.named(organization.id(), "user-2").tenant()).isNotEqualTo(first.tenant());
        assertThat(customers.get(first.tenant())).isEqualTo(first);
        Organization other = organizations.create("Other");
        assertThat(customers.named(other.id(), "user-1").tenant()).isNotEqualTo(first.tenant());
    }

    @Test
    void first_uses_at_the_same_time_create_one_customer() throws Exception {
        Callable<Customer> use = () -> customers.named(organization.id(), "contended");
        Set<Customer> seen = new HashSet<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Customer> customer : callers.invokeAll(Collections.nCopies(16, use))) {
                seen.add(customer.get());
            }
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void blank_and_overlong_customer_ids_are_refused() {
        assertThatThrownBy(() -> customers.named(organization.id(), " ")).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> customers.named(organization.id(), "x".repeat(513)))
                .isInstanceOf(Failure.class);
    }

    @Test
    void an_access_token_speaks_for_one_customer_for_ten_hours() {
        Tenant tenant = customers.named(organization.id(), "user-1").tenant();
        Secret token = tokens.issue(tenant);

        now = now.plus(Duration.ofHours(10)).minusSeconds(1);
        assertThat(credentials.accessToken(token)).isEqualTo(new Identity.OfCustomer(tenant));
        now = now.plusSeconds(1);
        assertThat(credentials.accessToken(token)).isEqualTo(new Identity.Expired());
    }

    @Test
    void tokens_that_expired_long_ago_are_swept() {
        Tenant tenant = customers.named(organization.id(), "user-1").tenant();
        now = now.plus(Duration.ofDays(100));
        tokens.sweep();
        Secret old = tokens.issue(tenant);
        now = now.plus(Duration.ofDays(2));
        Secret young = tokens.issue(tenant);

        assertThat(tokens.sweep()).isEqualTo(1);

        assertThat(credentials.accessToken(old)).isEqualTo(new Identity.Invalid());
        assertThat(credentials.accessToken(young)).isEqualTo(new Identity.OfCustomer(tenant));
    }

    @Test
    void the_commands_create_list_and_revoke() {
        Command org = TestTenants.organizationCommand(organizations);
        KeyCommand key = new KeyCommand(keys);

        String created = output(0, out -> org.run(List.of("create", "Shell"), out, out));
        String id = created.split(" ")[1];
        String text = output(0, out -> key.run(List.of("create", id, "laptop"), out, out))
                .lines()
                .toList()
                .get(1);
        assertThat(credentials.apiKey(Secret.of(text)))
                .isEqualTo(new Identity.OfOrganization(new OrganizationId(Long.parseLong(id))));
        String listed = output(0, out -> key.run(List.of("list", id), out, out));
        assertThat(listed).contains("laptop", "in use").doesNotContain(text);
        output(0, out -> key.run(List.of("revoke", listed.split("\t")[0]), out, out));
        assertThat(credentials.apiKey(Secret.of(text))).isEqualTo(new Identity.Revoked());
        assertThat(output(0, out -> key.run(List.of("list"), out, out))).contains("revoked 20");
    }

    @Test
    void wrong_words_show_the_usage_and_failures_the_reason() {
        KeyCommand key = new KeyCommand(keys);

        assertThat(output(2, out -> key.run(List.of(), out, out))).startsWith("usage: ./allotrope key create");
        assertThat(output(2, out -> key.run(List.of("create", "x"), out, out))).contains("positive number");
        assertThat(output(1, out -> key.run(List.of("revoke", "2000000000"), out, out)))
                .contains("was not found");
        assertThat(output(
                        2, out -> TestTenants.organizationCommand(organizations).run(List.of("create"), out, out)))
                .startsWith("usage: ./allotrope org create");
    }

    @Test
    void an_empty_database_gets_its_first_organization_once() {
        try (TestDatabase empty = new TestDatabase()) {
            empty.open();
            ApiKeys emptyKeys = new ApiKeys(empty.jdbc(), empty.transactions());
            FirstOrganization first = new FirstOrganization(
                    TestTenants.organizations(empty), emptyKeys, empty.transactions(), empty.jdbc());

            String printed = output(0, out -> {
                first.createIfNone(Optional.empty(), out);
                first.createIfNone(Optional.empty(), out);
                return 0;
            });

            String text = printed.strip().substring(printed.strip().lastIndexOf(' ') + 1);
            assertThat(printed.lines()).hasSize(1);
            assertThat(emptyKeys.find(Secret.of(text))).isPresent();
            assertThat(emptyKeys.list(Scope.SYSTEM)).hasSize(1);
        }
    }

    @Test
    void a_chosen_first_key_is_used_and_not_printed() {
        try (TestDatabase empty = new TestDatabase()) {
            empty.open();
            ApiKeys emptyKeys = new ApiKeys(empty.jdbc(), empty.transactions());
            FirstOrganization first = new FirstOrganization(
                    TestTenants.organizations(empty), emptyKeys, empty.transactions(), empty.jdbc());
            Secret chosen = Secret.of("chosen-by-the-operator");

            assertThatThrownBy(() -> first.createIfNone(Optional.of(Secret.of("short")), System.err))
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith("could not start: ALLOTROPE_BOOTSTRAP_API_KEY")
                    .hasMessageContaining("at least 16 printable ASCII characters");
            assertThat(output(0, out -> {
                        first.createIfNone(Optional.of(chosen), out);
                        return 0;
                    }))
                    .isEmpty();
            assertThat(emptyKeys.find(chosen)).isPresent();
        }
    }

    private interface Run {
        int into(PrintStream out);
    }

    private static String output(int status, Run run) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(run.into(out)).isEqualTo(status);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
