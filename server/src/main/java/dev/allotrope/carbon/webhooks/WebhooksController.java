package dev.allotrope.carbon.webhooks;

import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.OrderDir;
import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.notify.Registration;
import dev.allotrope.notify.WebhookId;
import dev.allotrope.notify.Webhooks;
import dev.allotrope.tenant.Scope;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The URLs that an organization's events are posted to.
@RestController
final class WebhooksController {
    private final Webhooks webhooks;

    WebhooksController(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @PostMapping("/webhooks")
    WebhookQueryResponse list(Scope.Organization organization, @RequestBody WebhookQueryInput query) {
        List<Long> asked = query.filters().ids();
        List<WebhookId> ids = WireIds.webhooks(asked);
        if (ids.isEmpty() && !asked.isEmpty()) {
            return new WebhookQueryResponse(List.of(), 0);
        }
        Webhooks.Order order = order(query.orderBy(), query.orderDir());
        List<WebhookNoKey> page = webhooks
                .list(organization, ids, order, query.pagination().page())
                .stream()
                .map(WebhookNoKey::of)
                .toList();
        return new WebhookQueryResponse(page, webhooks.count(organization, ids));
    }

    @PostMapping("/add_webhook")
    Webhook add(Scope.Organization organization, @RequestBody AddWebhookProps wanted) {
        return switch (webhooks.register(organization, wanted.url().strip())) {
            case Registration.Registered made -> Webhook.of(made.webhook(), made.signingKey());
            case Registration.Forbidden forbidden -> throw InvalidRequest.value(forbidden.reason(), "body", "url");
            case Registration.Known known ->
                throw InvalidRequest.value(
                        "this URL is webhook " + known.id() + " already; delete that first to get another signing key",
                        "body",
                        "url");
            case Registration.Full _ ->
                throw new Failure(
                        ErrorCode.LIMIT_EXCEEDED,
                        "could not add a webhook: an organization has at most " + Webhooks.MAX
                                + "; delete one that is not needed");
        };
    }

    @DeleteMapping("/delete_webhook/{webhook_id}")
    GenericSuccessResponse delete(Scope.Organization organization, @PathVariable("webhook_id") long id) {
        webhooks.remove(organization, WireIds.webhook(id));
        return GenericSuccessResponse.DONE;
    }

    private static Webhooks.Order order(WebhookOrderByColumns by, OrderDir direction) {
        boolean ascending = direction == OrderDir.ASC;
        return switch (by) {
            case CREATED_AT -> ascending ? Webhooks.Order.CREATED_AT_ASCENDING : Webhooks.Order.CREATED_AT_DESCENDING;
            case UPDATED_AT -> ascending ? Webhooks.Order.UPDATED_AT_ASCENDING : Webhooks.Order.UPDATED_AT_DESCENDING;
        };
    }
}
