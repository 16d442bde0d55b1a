package dev.allotrope.library.item;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.source.Item;
import dev.allotrope.tenant.Tenant;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An item as a listing left it: what the source said, and the document made from it, if there is one. `heldBack` says
/// why choosing it would make no document now, of one that a limit held back and still would.
public record ListedItem(
        long id,
        Tenant tenant,
        ConnectionId connection,
        Item item,
        @Nullable DocumentId document,
        @Nullable String heldBack,
        Instant syncedAt,
        Instant createdAt,
        Instant updatedAt) {
    ListedItem heldBack(Optional<String> why) {
        return new ListedItem(id, tenant, connection, item, document, why.orElse(null), syncedAt, createdAt, updatedAt);
    }
}
