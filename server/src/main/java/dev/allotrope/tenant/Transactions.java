package dev.allotrope.tenant;

import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Opens transactions under a [Scope]. Inside an open transaction it joins; a narrower or wider scope holds for
/// the inner work only. Row-level security shows nothing to a statement outside.
public final class Transactions {
    private final TransactionTemplate template;
    private final JdbcClient jdbc;

    public Transactions(PlatformTransactionManager manager, JdbcClient jdbc) {
        this.template = new TransactionTemplate(manager);
        this.jdbc = jdbc;
    }

    /// Runs `work` in a transaction under `scope` and returns its result; an exception rolls back.
    public <T extends @org.jspecify.annotations.Nullable Object> T in(Scope scope, Supplier<T> work) {
        return template.execute(status -> scoped(scope, work));
    }

    /// [#in] for work without a result.
    public void run(Scope scope, Runnable work) {
        template.executeWithoutResult(status -> scoped(scope, () -> {
            work.run();
            return Boolean.TRUE;
        }));
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T scoped(Scope scope, Supplier<T> work) {
        Scope outer = (Scope) TransactionSynchronizationManager.getResource(this);
        if (scope.equals(outer)) {
            return work.get();
        }
        if (outer != null) {
            TransactionSynchronizationManager.unbindResource(this);
        }
        set(scope);
        TransactionSynchronizationManager.bindResource(this, scope);
        try {
            T result = work.get();
            if (outer != null) {
                set(outer);
            }
            return result;
        } finally {
            TransactionSynchronizationManager.unbindResource(this);
            if (outer != null) {
                TransactionSynchronizationManager.bindResource(this, outer);
            }
        }
    }

    private void set(Scope scope) {
        jdbc.sql("SELECT set_config('allotrope.scope', ?, true)")
                .param(scope.setting())
                .query()
                .singleValue();
    }
}
