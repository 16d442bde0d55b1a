package dev.allotrope.carbon.contract;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.RunId;
import dev.allotrope.notify.WebhookId;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Ids as callers give them. A number that no id can have names nothing: alone it is not found, in a list it is left
/// out.
public final class WireIds {
    private WireIds() {}

    public static ConnectionId connection(long id) {
        return one("data source", id, ConnectionId::new);
    }

    public static DocumentId document(long id) {
        return one("file", id, DocumentId::new);
    }

    public static RunId run(long id) {
        return one("run", id, RunId::new);
    }

    public static WebhookId webhook(long id) {
        return one("webhook", id, WebhookId::new);
    }

    public static List<WebhookId> webhooks(List<Long> ids) {
        return several(ids, WebhookId::new);
    }

    public static @Nullable List<ConnectionId> connections(@Nullable List<Long> ids) {
        return ids == null ? null : several(ids, ConnectionId::new);
    }

    public static @Nullable List<DocumentId> documents(@Nullable List<Long> ids) {
        return ids == null ? null : several(ids, DocumentId::new);
    }

    public static @Nullable List<CustomerId> customers(@Nullable List<Long> ids) {
        return ids == null ? null : several(ids, CustomerId::new);
    }

    private static <T> T one(String what, long id, LongFunction<T> make) {
        if (!possible(id)) {
            throw Failure.notFound(what, id);
        }
        return make.apply(id);
    }

    private static <T> List<T> several(List<Long> ids, LongFunction<T> make) {
        return ids.stream().filter(WireIds::possible).map(make::apply).toList();
    }

    private static boolean possible(long id) {
        return id > 0 && id <= Integer.MAX_VALUE;
    }
}
