package dev.allotrope.carbon;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.carbon.CredentialRows.Row;
import dev.allotrope.carbon.access.ByApiKey;
import dev.allotrope.carbon.unsupported.UnsupportedRoute;
import dev.allotrope.carbon.unsupported.UnsupportedRoutes;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.key.AccessTokens;
import dev.allotrope.tenant.key.ApiKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every endpoint with every kind of credential. The endpoints come from the server; one without a line in
/// [CredentialRows] fails. What a foreign credential is answered holds nothing of the owner's, and changes
/// nothing.
class CredentialMatrixIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    /// For whom an endpoint answers.
    private enum Kind {
        ANYBODY,
        CUSTOMER,
        CUSTOMER_BY_KEY,
        ORGANIZATION
    }

    private enum Column {
        NO,
        MALFORMED,
        EXPIRED,
        REVOKED,
        WITHOUT_CUSTOMER,
        FOREIGN_ORGANIZATION,
        FOREIGN_CUSTOMER,
        RIGHT
    }

    /// A way to ask, with the headers it takes once there is an owner.
    private record Credential(Column column, String name, boolean token, Function<MatrixOwner, List<String>> headers) {}

    private static final List<Credential> CREDENTIALS = List.of(
            new Credential(Column.NO, "nothing", false, owner -> List.of()),
            new Credential(Column.NO, "an empty header", false, owner -> List.of("authorization", "")),
            new Credential(Column.NO, "a customer alone", false, owner -> List.of("customer-id", owner.customer)),
            new Credential(Column.MALFORMED, "another scheme", false, owner -> headers("Basic YTpi", owner.customer)),
            new Credential(Column.MALFORMED, "no scheme", false, owner -> headers(owner.key, owner.customer)),
            new Credential(Column.MALFORMED, "no key", false, owner -> headers("Bearer nobody-has-it", owner.customer)),
            new Credential(Column.MALFORMED, "no token", true, owner -> token("nobody-has-this")),
            new Credential(Column.EXPIRED, "a token", true, owner -> token(expired(owner.tenant))),
            new Credential(Column.REVOKED, "a key", false, owner -> headers(revoked(owner), owner.customer)),
            new Credential(Column.REVOKED, "a deleted customer's token", true, owner -> token(orphaned(owner))),
            new Credential(Column.WITHOUT_CUSTOMER, "a key", false, owner -> List.of("authorization", bearer(owner))),
            new Credential(
                    Column.FOREIGN_ORGANIZATION,
                    "a key",
                    false,
                    owner -> headers(bearer(new MatrixOwner(server)), owner.customer)),
            new Credential(
                    Column.FOREIGN_ORGANIZATION,
                    "a token",
                    true,
                    owner -> token(issue(new MatrixOwner(server).tenant))),
            new Credential(Column.FOREIGN_CUSTOMER, "a key", false, owner -> headers(bearer(owner), "stranger")),
            new Credential(
                    Column.FOREIGN_CUSTOMER, "a token", true, owner -> token(issue(customer(owner, "stranger")))),
            new Credential(Column.RIGHT, "a key", false, owner -> headers(bearer(owner), owner.customer)),
            new Credential(
                    Column.RIGHT,
                    "a key in lower case",
                    false,
                    owner -> headers("bearer " + owner.key, owner.customer)),
            new Credential(Column.RIGHT, "a token", true, owner -> token(issue(owner.tenant))),
            new Credential(
                    Column.RIGHT,
                    "a token after an old one",
                    true,
                    owner -> token("old, Token " + issue(owner.tenant))));

    @Test
    void every_endpoint_has_a_row_and_every_row_an_endpoint() {
        TreeSet<String> endpoints = endpoints().keySet().stream()
                .map(endpoint -> endpoint.replaceAll("\\{\\w+}", "{}"))
                .collect(toCollection(TreeSet::new));
        TreeSet<String> rows = CredentialRows.ALL.stream()
                .map(row -> row.endpoint().replaceAll("<\\w+>", "{}"))
                .collect(toCollection(TreeSet::new));

        assertThat(rows).isEqualTo(endpoints);
        assertThat(CredentialRows.ALL).hasSize(rows.size());
    }

    @TestFactory
    Stream<DynamicTest> each_endpoint_answers_the_credentials_that_it_takes_and_no_other() {
        Map<String, HandlerMethod> endpoints = endpoints();
        return CredentialRows.ALL.stream()
                .flatMap(row -> endpoints.entrySet().stream()
                        .filter(endpoint -> row.of(endpoint.getKey()))
                        .flatMap(endpoint -> cases(row, kind(endpoint.getValue()))));
    }

    /// Without this, that foreign answers hold no canary would say nothing.
    @Test
    void the_owner_is_shown_what_others_must_not_see() {
        MatrixOwner owner = new MatrixOwner(server);
        owner.fill("<file> <source>");
        String[] headers = headers(bearer(owner), owner.customer).toArray(String[]::new);

        assertThat(server.post("/user_files_v2", "{}", headers).response().body())
                .contains(owner.canary);
        assertThat(server.post("/user_data_sources", "{}", headers).response().body())
                .contains(owner.canary);
    }

    private static Stream<DynamicTest> cases(Row row, Kind kind) {
        return credentials(row)
                .map(credential -> DynamicTest.dynamicTest(
                        row.endpoint() + ": " + credential.column() + ", " + credential.name(),
                        () -> check(row, kind, credential)));
    }

    /// All that is not served is refused by the same two methods: one route of each meets every credential.
    private static Stream<Credential> credentials(Row row) {
        boolean sampled = row.right() != 501
                || Set.of("POST /uploadfile", "POST /checkout/create").contains(row.endpoint());
        return CREDENTIALS.stream()
                .filter(credential -> sampled || credential.column() == Column.RIGHT && !credential.token());
    }

    private static void check(Row row, Kind kind, Credential credential) {
        MatrixOwner owner = new MatrixOwner(server);
        String address = owner.fill(row.address());
        String body = owner.fill(row.body());
        String[] headers = credential.headers().apply(owner).toArray(String[]::new);
        boolean stranger = kind != Kind.ANYBODY && !acts(kind, credential);
        String before = stranger ? owner.state() : "";

        CarbonServer.Reply reply = server.send(server.request(address, headers)
                .method(row.method(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));

        String answer = reply.response().body();
        assertThat(reply.status()).as(answer).isEqualTo(expected(row, kind, credential));
        if (stranger) {
            assertThat(answer).doesNotContain(owner.canary);
            assertThat(owner.state()).isEqualTo(before);
        }
        if (reply.status() == 422 && credential.column() == Column.WITHOUT_CUSTOMER) {
            assertThat(reply.json().at("/detail/0/loc").toString()).isEqualTo("[\"header\",\"customer-id\"]");
        } else if (stranger && reply.status() >= 400 && reply.status() != 422) {
            assertThat(reply.json().at("/detail").isString()).as(answer).isTrue();
        }
    }

    private static int expected(Row row, Kind kind, Credential credential) {
        if (kind == Kind.ANYBODY) {
            return row.right();
        }
        boolean good = !Set.of(Column.MALFORMED, Column.EXPIRED, Column.REVOKED).contains(credential.column());
        if (credential.token() && good && kind != Kind.CUSTOMER) {
            return 403;
        }
        return switch (credential.column()) {
            case NO, MALFORMED, EXPIRED, REVOKED -> 401;
            case WITHOUT_CUSTOMER -> kind == Kind.ORGANIZATION ? row.right() : 422;
            case FOREIGN_ORGANIZATION -> row.foreign();
            case FOREIGN_CUSTOMER -> kind == Kind.ORGANIZATION ? row.right() : row.foreign();
            case RIGHT -> row.right();
        };
    }

    /// Whether the credential acts for the owner. An organization's endpoints do not ask which customer is named.
    private static boolean acts(Kind kind, Credential credential) {
        return switch (credential.column()) {
            case NO, MALFORMED, EXPIRED, REVOKED, FOREIGN_ORGANIZATION -> false;
            case WITHOUT_CUSTOMER, FOREIGN_CUSTOMER -> kind == Kind.ORGANIZATION;
            case RIGHT -> true;
        };
    }

    private static Map<String, HandlerMethod> endpoints() {
        Map<String, HandlerMethod> endpoints = new TreeMap<>();
        server.bean(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getName().startsWith("dev.allotrope.carbon.")
                    && !mapping.getPatternValues().contains("/error")) {
                mapping.getPatternValues()
                        .forEach(path ->
                                methods(mapping, path).forEach(method -> endpoints.put(method + " " + path, handler)));
            }
        });
        return endpoints;
    }

    /// What is not served is refused whatever the method, and asked here with the contract's.
    private static Stream<String> methods(RequestMappingInfo mapping, String path) {
        if (mapping.getMethodsCondition().isEmpty()) {
            return UnsupportedRoutes.all().stream()
                    .filter(route -> route.path().equals(path))
                    .map(UnsupportedRoute::method);
        }
        return mapping.getMethodsCondition().getMethods().stream().map(Enum::name);
    }

    private static Kind kind(HandlerMethod handler) {
        return Arrays.stream(handler.getMethodParameters())
                .map(CredentialMatrixIT::kind)
                .filter(kind -> kind != Kind.ANYBODY)
                .findFirst()
                .orElse(Kind.ANYBODY);
    }

    private static Kind kind(MethodParameter parameter) {
        if (parameter.getParameterType() == Tenant.class) {
            return parameter.hasParameterAnnotation(ByApiKey.class) ? Kind.CUSTOMER_BY_KEY : Kind.CUSTOMER;
        }
        return parameter.getParameterType() == Scope.Organization.class ? Kind.ORGANIZATION : Kind.ANYBODY;
    }

    private static List<String> headers(String authorization, String customer) {
        return List.of("authorization", authorization, "customer-id", customer);
    }

    private static List<String> token(String token) {
        return List.of("authorization", "Token " + token);
    }

    private static String bearer(MatrixOwner owner) {
        return "Bearer " + owner.key;
    }

    private static Tenant customer(MatrixOwner owner, String name) {
        return server.bean(Customers.class).named(owner.organization, name).tenant();
    }

    private static String issue(Tenant tenant) {
        return server.bean(AccessTokens.class).issue(tenant).reveal();
    }

    private static String revoked(MatrixOwner owner) {
        ApiKeys keys = server.bean(ApiKeys.class);
        ApiKeys.Created created = keys.create(owner.organization, "revoked");
        keys.revoke(Scope.SYSTEM, created.key().id());
        return "Bearer " + created.text().reveal();
    }

    private static String expired(Tenant tenant) {
        String token = issue(tenant);
        change(
                tenant,
                "UPDATE access_token SET expires_at = now() - interval '1 second' WHERE customer_id = ?",
                tenant.customer().value());
        return token;
    }

    private static String orphaned(MatrixOwner owner) {
        Tenant deleted = customer(owner, "deleted");
        String token = issue(deleted);
        change(
                deleted,
                "UPDATE customer SET deleted_at = now() WHERE id = ?",
                deleted.customer().value());
        return token;
    }

    private static void change(Tenant tenant, String sql, long id) {
        server.database()
                .transactions()
                .run(tenant, () -> server.database().jdbc().sql(sql).param(id).update());
    }
}
