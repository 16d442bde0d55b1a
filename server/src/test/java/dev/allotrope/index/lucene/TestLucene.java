package dev.allotrope.index.lucene;

import dev.allotrope.tenant.Tenant;

/// What happens to an index between its changes.
public final class TestLucene {
    private TestLucene() {}

    /// Has everything applied reach the disk now.
    public static void makeDurable(LuceneIndex index) {
        index.commit();
    }

    /// Takes a tenant's index back to what a dying process leaves on the disk.
    public static void crash(LuceneIndex index, Tenant tenant) {
        index.abandon(tenant);
    }
}
