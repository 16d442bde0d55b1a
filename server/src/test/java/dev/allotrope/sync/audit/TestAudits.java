package dev.allotrope.sync.audit;

import dev.allotrope.library.audit.TestInventory;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.tenant.Transactions;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Proofs over a database of the test.
public final class TestAudits {
    private TestAudits() {}

    public static Audits over(Transactions transactions, JdbcClient jdbc, Auditor auditor) {
        return new Audits(
                transactions,
                jdbc,
                new Prover(auditor, TestInventory.over(transactions, jdbc), InstantSource.system()));
    }
}
