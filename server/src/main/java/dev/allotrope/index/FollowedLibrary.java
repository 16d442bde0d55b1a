package dev.allotrope.index;

import dev.allotrope.kernel.Position;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Feed;
import dev.allotrope.library.Heads;
import dev.allotrope.library.rebuild.Rebuilds;
import dev.allotrope.library.usage.Usage;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the follower asks of the library.
interface FollowedLibrary {
    Heads.Head head(Tenant tenant);

    /// The head of every tenant that has written documents.
    Map<Tenant, Heads.Head> heads();

    /// Tenants with documents of which nobody was told yet that they can be found.
    Set<Tenant> untold();

    /// About `limit` documents after a position, in position order; those of one position come together.
    List<Feed.Entry> after(Tenant tenant, Position position, int limit);

    /// Everything up to `position` can be found.
    void indexed(Tenant tenant, Position position);

    /// An index that is being built follows the head of that mark up to `reached`, and is whole or not.
    void rebuilt(Tenant tenant, String mark, Position reached, boolean whole);

    static FollowedLibrary of(Heads heads, Feed feed, Documents documents, Rebuilds rebuilds, Usage usage) {
        return new FollowedLibrary() {
            @Override
            public Heads.Head head(Tenant tenant) {
                return heads.head(tenant);
            }

            @Override
            public Map<Tenant, Heads.Head> heads() {
                return heads.all(Scope.SYSTEM);
            }

            @Override
            public Set<Tenant> untold() {
                return Set.copyOf(usage.tenantsAwaiting("INDEX"));
            }

            @Override
            public List<Feed.Entry> after(Tenant tenant, Position position, int limit) {
                return feed.after(tenant, position, limit);
            }

            @Override
            public void indexed(Tenant tenant, Position position) {
                documents.indexed(tenant, position);
            }

            @Override
            public void rebuilt(Tenant tenant, String mark, Position reached, boolean whole) {
                rebuilds.reached(tenant, mark, reached, whole);
            }
        };
    }
}
