package dev.allotrope.carbon.webhooks;

import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Page;
import dev.allotrope.notify.Deliveries;
import dev.allotrope.notify.Delivery;
import dev.allotrope.notify.DeliveryId;
import dev.allotrope.notify.WebhookId;
import dev.allotrope.notify.Webhooks;
import dev.allotrope.tenant.Scope;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The log of what was posted to a webhook, and sending something of it again. An addition of ours to the contract.
@RestController
final class DeliveriesController {
    private final Webhooks webhooks;
    private final Deliveries deliveries;

    DeliveriesController(Webhooks webhooks, Deliveries deliveries) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    @GetMapping("/webhooks/{id}/deliveries")
    WebhookDeliveries list(
            Scope.Organization organization,
            @PathVariable("id") long id,
            @RequestParam(name = "status", required = false) @Nullable String status,
            @RequestParam(name = "limit", defaultValue = "10") int limit,
            @RequestParam(name = "offset", defaultValue = "0") long offset) {
        WebhookId webhook = webhook(organization, id);
        Delivery.Status wanted = status(status);
        Page page = new Page(Math.clamp(limit, 0, Page.MAX_LIMIT), Math.max(0, offset), 0);
        return new WebhookDeliveries(
                deliveries.list(organization, webhook, wanted, page).stream()
                        .map(WebhookDelivery::of)
                        .toList(),
                deliveries.count(organization, webhook, wanted));
    }

    /// Posts the same body once more, as if it were new, whatever became of it.
    @PostMapping("/webhooks/{id}/deliveries/{delivery}/replay")
    WebhookDelivery replay(
            Scope.Organization organization, @PathVariable("id") long id, @PathVariable("delivery") long delivery) {
        WebhookId webhook = webhook(organization, id);
        if (delivery <= 0) {
            throw Failure.notFound("delivery", delivery);
        }
        return WebhookDelivery.of(deliveries.replay(organization, webhook, new DeliveryId(delivery)));
    }

    private WebhookId webhook(Scope.Organization organization, long id) {
        return webhooks.get(organization, WireIds.webhook(id)).id();
    }

    private static Delivery.@Nullable Status status(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return Arrays.stream(Delivery.Status.values())
                .filter(status -> status.name().equals(text.strip().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> InvalidRequest.value(
                        "status is one of " + Arrays.toString(Delivery.Status.values()), "query", "status"));
    }
}
