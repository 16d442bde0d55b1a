package dev.allotrope.library.spending;

import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Transactions;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The account of what organizations spend on models.
public final class Spending {
    private final Transactions transactions;
    private final JdbcClient jdbc;

    public Spending(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /// Adds a call to what was spent today.
    public void add(Scope.Organization organization, String model, long tokens) {
        transactions.run(
                organization,
                () -> jdbc.sql("""
                        INSERT INTO library_spending (organization_id, model, day, tokens, calls)
                        VALUES (?, ?, (clock_timestamp() AT TIME ZONE 'UTC')::date, ?, 1)
                        ON CONFLICT (organization_id, model, day)
                        DO UPDATE SET tokens = library_spending.tokens + excluded.tokens, calls = library_spending.calls + 1
                        """)
                        .params(organization.id().value(), model, tokens)
                        .update());
    }

    /// What was spent since a day, the latest first.
    public List<Spent> since(Scope.Organization organization, LocalDate day) {
        return transactions.in(
                organization,
                () -> jdbc.sql("""
                        SELECT day, model, tokens, calls FROM library_spending
                        WHERE organization_id = ? AND day >= ? ORDER BY day DESC, model
                        """)
                        .params(organization.id().value(), day)
                        .query((row, number) -> new Spent(
                                row.getObject(1, LocalDate.class), row.getString(2), row.getLong(3), row.getLong(4)))
                        .list());
    }
}
