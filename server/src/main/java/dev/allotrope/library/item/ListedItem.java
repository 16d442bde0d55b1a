package dev.allotrope.library.item;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.source.Item;
import dev.allotrope.tenant.Tenant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An item as a listing left it: what the source said, and the document made from it, if there is one.
public record ListedItem(
        long id,
        Tenant tenant,
        ConnectionId connection,
        Item item,
        @Nullable DocumentId document,
        Instant syncedAt,
        Instant createdAt,
        Instant updatedAt) {}
