package dev.allotrope.index;

import dev.allotrope.kernel.Position;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Feed;
import dev.allotrope.library.Heads;
import dev.allotrope.tenant.Tenant;
import java.util.List;

/// What the follower asks of the library.
interface FollowedLibrary {
    Heads.Head head(Tenant tenant);

    /// Every tenant that has written documents.
    List<Tenant> tenants();

    /// About `limit` documents after a position, in position order; those of one position come together.
    List<Feed.Entry> after(Tenant tenant, Position position, int limit);

    /// Everything up to `position` can be found.
    void indexed(Tenant tenant, Position position);

    static FollowedLibrary of(Heads heads, Feed feed, Documents documents) {
        return new FollowedLibrary() {
            @Override
            public Heads.Head head(Tenant tenant) {
                return heads.head(tenant);
            }

            @Override
            public List<Tenant> tenants() {
                return heads.tenants();
            }

            @Override
            public List<Feed.Entry> after(Tenant tenant, Position position, int limit) {
                return feed.after(tenant, position, limit);
            }

            @Override
            public void indexed(Tenant tenant, Position position) {
                documents.indexed(tenant, position);
            }
        };
    }
}
