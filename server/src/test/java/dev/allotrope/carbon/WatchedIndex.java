package dev.allotrope.carbon;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.DocumentChange;
import dev.allotrope.index.Group;
import dev.allotrope.index.Hit;
import dev.allotrope.index.Index;
import dev.allotrope.index.LexicalQuery;
import dev.allotrope.index.VectorQuery;
import dev.allotrope.index.VectorQuery.Accuracy;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The real index, and how hard it was last told to look for vectors: what it finds in the small libraries of tests is
/// the same either way.
final class WatchedIndex implements Index {
    private final Index index;
    private final Map<Tenant, Accuracy> last = new ConcurrentHashMap<>();

    WatchedIndex(Index index) {
        this.index = index;
    }

    /// What the latest search of a tenant by vectors asked for.
    Optional<Accuracy> last(Tenant tenant) {
        return Optional.ofNullable(last.get(tenant));
    }

    @Override
    public void apply(Tenant tenant, Head head, List<DocumentChange> changes) {
        index.apply(tenant, head, changes);
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
        index.drop(tenant);
    }

    @Override
    public View view(Tenant tenant) {
        return new Watched(tenant, index.view(tenant));
    }

    private final class Watched implements View {
        private final Tenant tenant;
        private final View view;

        Watched(Tenant tenant, View view) {
            this.tenant = tenant;
            this.view = view;
        }

        @Override
        public Set<Group> groups() {
            return view.groups();
        }

        @Override
        public List<Hit> lexical(LexicalQuery query) {
            return view.lexical(query);
        }

        @Override
        public List<Hit> nearest(VectorQuery query) {
            last.put(tenant, query.accuracy());
            return view.nearest(query);
        }

        @Override
        public OptionalDouble ordinary(EmbedderId embedder, Embedding vector) {
            return view.ordinary(embedder, vector);
        }

        @Override
        public String respelled(String text, Predicate<String> suspect) {
            return view.respelled(text, suspect);
        }

        @Override
        public void close() {
            view.close();
        }
    }
}
