package dev.allotrope.sync.crash;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;

/// Transactions of a process that may die. The commit of a transaction that wrote nothing is no boundary. A death after
/// a commit comes before anything that waits for the commit: nobody is woken.
final class MortalTransactions extends JdbcTransactionManager {
    private static final long serialVersionUID = 1L;

    private final transient JdbcClient jdbc;
    private final transient Life life;

    MortalTransactions(DataSource dataSource, Life life) {
        super(dataSource);
        this.jdbc = JdbcClient.create(dataSource);
        this.life = life;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        life.beginsTransaction();
        super.doBegin(transaction, definition);
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        if (!wrote()) {
            life.mustLast("before a commit");
            super.doCommit(status);
            return;
        }
        life.at("before a commit");
        super.doCommit(status);
        life.at("after a commit");
    }

    private boolean wrote() {
        return jdbc.sql("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
                .query(Boolean.class)
                .single();
    }
}
