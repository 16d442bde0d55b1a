package dev.allotrope.source;

import java.util.List;
import java.util.Optional;

/// One page of a listing. `next` is empty on the last page; `expected` is how many items the source says the whole
/// listing has. The source compares rows and total itself: a last page is returned only when the listing is whole.
public record Listing(List<Item> items, Optional<Cursor> next, long expected) {
    public Listing {
        items = List.copyOf(items);
    }
}
