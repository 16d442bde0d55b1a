package dev.allotrope.connect.app;

import dev.allotrope.connect.vault.Vault;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Page;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.ConnectedApp;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Columns;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Transactions;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The OAuth clients that organizations bring along, at most one for a kind of remote system.
///
/// An authorization belongs to the client it was given to, by client id. So a secret that changes is used for
/// every connection at once; a client that another takes the place of stays, out of sight, until no connection
/// needs it; a deleted white label takes its secrets along, and works again when the same client id is
/// registered again.
public final class WhiteLabels {
    private static final String NAME = "own:";
    private static final String OF_KIND = " WHERE organization_id = :organization AND kind = :kind";

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Vault vault;

    WhiteLabels(JdbcClient jdbc, Transactions transactions, Vault vault) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.vault = vault;
    }

    /// The same store, through another pool of database connections.
    WhiteLabels through(JdbcClient otherJdbc, Transactions otherTransactions) {
        return new WhiteLabels(otherJdbc, otherTransactions, vault);
    }

    /// Which white labels; null restricts nothing.
    public record Filter(
            @Nullable List<WhiteLabel.Id> ids, @Nullable List<SourceKind> kinds) {
        public static final Filter ALL = new Filter(null, null);
    }

    public List<WhiteLabel> list(Scope.Organization scope, Filter filter, WhiteLabel.Order order, Page page) {
        return transactions.in(
                scope,
                () -> filtered(scope, "SELECT *", filter, """
                        AND id > :startingId ORDER BY %s LIMIT :limit OFFSET :offset""".formatted(order.sql()))
                        .param("startingId", page.startingId())
                        .param("limit", page.limit())
                        .param("offset", page.offset())
                        .query((row, number) -> read(row))
                        .list());
    }

    /// How many there are, whatever the page.
    public long count(Scope.Organization scope, Filter filter) {
        return transactions.in(
                scope,
                () -> filtered(scope, "SELECT count(*)", filter, "")
                        .query(Long.class)
                        .single());
    }

    public Optional<WhiteLabel> find(Scope.Organization scope, SourceKind kind) {
        return transactions.in(
                scope,
                () -> of(scope.id(), kind, "SELECT * FROM connect_app" + OF_KIND)
                        .query((row, number) -> read(row))
                        .optional());
    }

    /// False, and nothing done, when the organization has one for this kind already.
    public boolean create(Scope.Organization scope, WhiteLabel.Registration wanted) {
        return transactions.in(scope, () -> {
            if (find(scope, wanted.kind()).isPresent()) {
                return false;
            }
            int created = registered(scope, wanted, """
                            INSERT INTO connect_app (organization_id, kind, client_id, client_secret, redirect_uri)
                            VALUES (:organization, :kind, :client, :secret, :redirect)
                            ON CONFLICT (organization_id, kind) DO NOTHING""").update();
            return created == 1;
        });
    }

    /// Takes the place of what the organization has for this kind. Throws [Failure] with `NOT_FOUND`.
    public void update(Scope.Organization scope, WhiteLabel.Registration wanted) {
        transactions.run(scope, () -> {
            String before = of(scope.id(), wanted.kind(), "SELECT client_id FROM connect_app" + OF_KIND + " FOR UPDATE")
                    .query(String.class)
                    .optional()
                    .orElseThrow(() -> Failure.notFound("white label", wanted.kind()));
            boolean sameClient = before.equals(wanted.clientId());
            if (!sameClient) {
                retire(scope, wanted);
            }
            String secret = sameClient && wanted.secret() == null ? "client_secret" : ":secret";
            registered(
                            scope,
                            wanted,
                            "UPDATE connect_app SET client_id = :client, client_secret = " + secret
                                    + ", redirect_uri = :redirect, updated_at = touched(updated_at)" + OF_KIND)
                    .update();
        });
    }

    /// Forgets white labels with their secrets, those included that they took the place of. Returns how many
    /// there were.
    public int delete(Scope.Organization scope, Collection<WhiteLabel.Id> ids) {
        return transactions.in(
                scope,
                () -> jdbc.sql("""
                        WITH gone AS (DELETE FROM connect_app WHERE organization_id = :organization AND id = ANY (:ids::bigint[])
                                      RETURNING organization_id, kind),
                             former AS (DELETE FROM connect_former_app f USING gone
                                        WHERE f.organization_id = gone.organization_id AND f.kind = gone.kind)
                        SELECT count(*) FROM gone""")
                        .param("organization", scope.id().value())
                        .param("ids", values(ids))
                        .query(Integer.class)
                        .single());
    }

    /// The client that new authorizations are given to.
    Optional<ConnectedApp> current(OrganizationId organization, SourceKind kind) {
        return transactions.in(
                new Scope.Organization(organization),
                () -> of(organization, kind, "SELECT * FROM connect_app" + OF_KIND)
                        .query((row, number) -> client(organization, kind, row))
                        .optional());
    }

    /// The client of that name, also one that another took the place of.
    Optional<ConnectedApp> named(OrganizationId organization, SourceKind kind, String name) {
        if (!name.startsWith(NAME)) {
            return Optional.empty();
        }
        return transactions.in(
                new Scope.Organization(organization),
                () -> of(organization, kind, """
                        SELECT client_id, client_secret, redirect_uri FROM connect_app WHERE organization_id = :organization
                            AND kind = :kind AND client_id = :client
                        UNION ALL
                        SELECT client_id, client_secret, redirect_uri FROM connect_former_app
                        WHERE organization_id = :organization AND kind = :kind AND client_id = :client LIMIT 1""")
                        .param("client", name.substring(NAME.length()))
                        .query((row, number) -> client(organization, kind, row))
                        .optional());
    }

    /// Forgets former clients that no connection and no link needs any more, and returns how many.
    int sweep() {
        return transactions.in(
                Scope.SYSTEM, () -> jdbc.sql("""
                        DELETE FROM connect_former_app f
                        WHERE NOT EXISTS (SELECT 1 FROM connect_credential c
                                          WHERE c.organization_id = f.organization_id AND c.app = :prefix || f.client_id)
                          AND NOT EXISTS (SELECT 1 FROM connect_state s
                                          WHERE s.organization_id = f.organization_id AND s.app = :prefix || f.client_id)""").param("prefix", NAME).update());
    }

    /// Seals with the first encryption key what was sealed with another, and returns how many secrets that were.
    int reseal() {
        return transactions.in(Scope.SYSTEM, () -> reseal("connect_app") + reseal("connect_former_app"));
    }

    private int reseal(String table) {
        return jdbc
                .sql("SELECT organization_id, kind, client_id, client_secret FROM " + table
                        + " WHERE client_secret IS NOT NULL FOR UPDATE")
                .query((row, number) -> new Sealed(
                        new OrganizationId(row.getLong("organization_id")),
                        SourceKind.valueOf(row.getString("kind")),
                        row.getString("client_id"),
                        row.getString("client_secret")))
                .list()
                .stream()
                .mapToInt(each -> reseal(table, each))
                .sum();
    }

    private record Sealed(OrganizationId organization, SourceKind kind, String client, String secret) {}

    private int reseal(String table, Sealed one) {
        return vault.resealed(one.secret(), place(one.organization(), one.kind(), one.client()))
                .map(fresh -> of(
                                one.organization(),
                                one.kind(),
                                "UPDATE " + table + " SET client_secret = :secret" + OF_KIND
                                        + " AND client_id = :client")
                        .param("secret", fresh)
                        .param("client", one.client())
                        .update())
                .orElse(0);
    }

    /// Keeps the present client for the connections that were authorized through it.
    private void retire(Scope.Organization scope, WhiteLabel.Registration successor) {
        of(scope.id(), successor.kind(), "DELETE FROM connect_former_app" + OF_KIND + " AND client_id = :client")
                .param("client", successor.clientId())
                .update();
        of(scope.id(), successor.kind(), """
                INSERT INTO connect_former_app (organization_id, kind, client_id, client_secret, redirect_uri)
                SELECT organization_id, kind, client_id, client_secret, redirect_uri FROM connect_app""" + OF_KIND).update();
    }

    private JdbcClient.StatementSpec filtered(Scope.Organization scope, String select, Filter filter, String rest) {
        List<WhiteLabel.Id> ids = filter.ids();
        List<SourceKind> kinds = filter.kinds();
        return jdbc.sql(select + """
                 FROM connect_app WHERE organization_id = :organization
                 AND (:ids::bigint[] IS NULL OR id = ANY (:ids::bigint[]))
                 AND (:kinds::text[] IS NULL OR kind = ANY (:kinds::text[]))
                """ + rest)
                .param("organization", scope.id().value())
                .param("ids", ids == null ? null : values(ids))
                .param(
                        "kinds",
                        kinds == null
                                ? null
                                : kinds.stream().map(SourceKind::name).toArray(String[]::new));
    }

    private JdbcClient.StatementSpec registered(Scope.Organization scope, WhiteLabel.Registration wanted, String sql) {
        Secret secret = wanted.secret();
        JdbcClient.StatementSpec statement = of(scope.id(), wanted.kind(), sql)
                .param("client", wanted.clientId())
                .param("redirect", wanted.redirect().toString());
        return sql.contains(":secret")
                ? statement.param(
                        "secret",
                        secret == null ? null : vault.seal(secret, place(scope.id(), wanted.kind(), wanted.clientId())))
                : statement;
    }

    private ConnectedApp client(OrganizationId organization, SourceKind kind, ResultSet row) throws SQLException {
        String id = row.getString("client_id");
        String sealed = row.getString("client_secret");
        return new ConnectedApp(
                NAME + id,
                id,
                sealed == null ? null : vault.open(sealed, place(organization, kind, id)),
                URI.create(row.getString("redirect_uri")));
    }

    private static WhiteLabel read(ResultSet row) throws SQLException {
        return new WhiteLabel(
                new WhiteLabel.Id(row.getLong("id")),
                SourceKind.valueOf(row.getString("kind")),
                row.getString("client_id"),
                row.getString("client_secret") != null,
                URI.create(row.getString("redirect_uri")),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }

    private static Long[] values(Collection<WhiteLabel.Id> ids) {
        return ids.stream().map(WhiteLabel.Id::value).toArray(Long[]::new);
    }

    private static String place(OrganizationId organization, SourceKind kind, String client) {
        return "organization " + organization + " app " + kind + " " + client + " client_secret";
    }

    private JdbcClient.StatementSpec of(OrganizationId organization, SourceKind kind, String sql) {
        return jdbc.sql(sql).param("organization", organization.value()).param("kind", kind.name());
    }
}
