package dev.allotrope.notify;

import dev.allotrope.kernel.CustomerId;
import dev.allotrope.notify.message.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One event: what happened, to what, and what else is worth knowing. `object` is JSON. Notices with the same `about`
/// reach a receiver in the order in which they were given.
record Notice(Event event, String object, Map<String, String> details, String about) {
    /// About one thing, or about nothing that has an id.
    static Notice of(Event event, Object id, Map<String, String> details) {
        return new Notice(event, Payload.one(id.toString()), details, event.kind() + ":" + id);
    }

    static Notice of(Event event, Object id) {
        return of(event, id, Map.of());
    }

    /// About several things that belong together as `about` says.
    static Notice of(Event event, List<?> ids, Map<String, String> details, String about) {
        return new Notice(
                event, Payload.several(ids.stream().map(Object::toString).toList()), details, about);
    }

    /// About an upload, which is named by its request.
    static Notice ofUpload(Event event, WatchedUploads.Upload upload) {
        return new Notice(event, Payload.one(upload.requestId()), details(upload, Map.of()), about(upload));
    }

    /// About things that belong to an upload.
    static Notice ofUpload(Event event, List<?> ids, WatchedUploads.Upload upload, Map<String, String> details) {
        return of(event, ids, details(upload, details), about(upload));
    }

    /// About a customer, on occasion of an upload.
    static Notice ofCustomer(
            Event event, CustomerId customer, WatchedUploads.Upload upload, Map<String, String> details) {
        return of(event, customer, details(upload, details));
    }

    /// Without a thing that has an id.
    static Notice of(Event event) {
        return new Notice(
                event, Payload.one(Payload.NONE), Map.of(), event.kind().name());
    }

    private static String about(WatchedUploads.Upload upload) {
        return "UPLOAD:" + upload.uploadId();
    }

    private static Map<String, String> details(WatchedUploads.Upload upload, Map<String, String> more) {
        Map<String, String> details = new TreeMap<>(more);
        details.put("request_id", upload.requestId());
        details.put("upload_id", upload.uploadId());
        return details;
    }

    String body(String customer, Instant at) {
        return new Payload(event.name(), event.kind().name(), object, details).body(customer, at);
    }
}
