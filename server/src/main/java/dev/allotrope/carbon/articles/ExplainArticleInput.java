package dev.allotrope.carbon.articles;

import dev.allotrope.carbon.wire.WireRequest;
import jakarta.validation.constraints.Size;

/// Asks for an article by its number, an id, its URL name or the address of a page that shows it.
record ExplainArticleInput(
        long dataSourceId, @Size(min = 1, max = 4_000) String article) implements WireRequest {}
