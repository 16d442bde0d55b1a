package dev.allotrope.sync;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/// A process that dies at a chosen commit, before or after it took effect: from then on it commits nothing more and
/// begins no transaction.
public final class FaultyTransactions implements PlatformTransactionManager {
    /// What every thread of the dead process meets.
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed(String where) {
            super("killed " + where);
        }
    }

    private final PlatformTransactionManager manager;
    private final int dieAt;
    private final boolean committed;
    private final AtomicInteger commits = new AtomicInteger();
    private volatile boolean dead;

    /// Dies at commit number `dieAt`, counted from 1; `committed` says whether that commit still takes effect.
    public FaultyTransactions(PlatformTransactionManager manager, int dieAt, boolean committed) {
        this.manager = manager;
        this.dieAt = dieAt;
        this.committed = committed;
    }

    public int commits() {
        return commits.get();
    }

    public boolean dead() {
        return dead;
    }

    public void die() {
        dead = true;
    }

    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
        if (dead) {
            throw new Killed("before");
        }
        return manager.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
        if (!status.isNewTransaction()) {
            manager.commit(status);
            return;
        }
        boolean last = commits.incrementAndGet() == dieAt;
        if (dead || last && !committed) {
            dead = true;
            manager.rollback(status);
            throw new Killed("before a commit");
        }
        manager.commit(status);
        if (last) {
            dead = true;
            throw new Killed("after a commit");
        }
    }

    @Override
    public void rollback(TransactionStatus status) {
        manager.rollback(status);
    }
}
