package dev.allotrope.sync.crash;

import dev.allotrope.index.DocumentChange;
import dev.allotrope.index.Index;
import dev.allotrope.index.lucene.LuceneIndex;
import dev.allotrope.index.lucene.TestLucene;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Optional;

/// The index of a process that may die. Every other batch reaches the disk at once; the others are lost with the
/// process.
final class MortalIndex implements Index {
    private final LuceneIndex index;
    private final Life life;
    private int batches;

    MortalIndex(LuceneIndex index, Life life) {
        this.index = index;
        this.life = life;
    }

    @Override
    public void apply(Tenant tenant, Head head, List<DocumentChange> changes) {
        life.at("before a batch");
        index.apply(tenant, head, changes);
        life.at("after a batch");
        batches++;
        if (batches % 2 == 0) {
            TestLucene.makeDurable(index);
            life.at("after the index reached the disk");
        }
    }

    @Override
    public Optional<Head> applied(Tenant tenant) {
        return index.applied(tenant);
    }

    @Override
    public Optional<Head> durable(Tenant tenant) {
        return index.durable(tenant);
    }

    @Override
    public void drop(Tenant tenant) {
        life.at("before an index is dropped");
        index.drop(tenant);
        life.at("after an index was dropped");
    }

    @Override
    public View view(Tenant tenant) {
        return index.view(tenant);
    }
}
