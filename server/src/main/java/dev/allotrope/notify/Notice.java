package dev.allotrope.notify;

import java.util.List;
import java.util.Map;

/// One event: what happened, to what, and what else is worth knowing. Notices with the same `about` reach a receiver in
/// the order in which they were given.
record Notice(Event event, List<String> ids, Map<String, String> details, String about) {
    Notice {
        ids = List.copyOf(ids);
    }

    /// About one thing, or about nothing that has an id.
    static Notice of(Event event, Object id, Map<String, String> details) {
        return new Notice(event, List.of(id.toString()), details, event.kind() + ":" + id);
    }

    static Notice of(Event event, Object id) {
        return of(event, id, Map.of());
    }

    /// Without a thing that has an id.
    static Notice of(Event event) {
        return new Notice(event, List.of(), Map.of(), event.kind().name());
    }
}
