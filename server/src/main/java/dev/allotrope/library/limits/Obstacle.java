package dev.allotrope.library.limits;

import dev.allotrope.tenant.settings.Limit;

/// A limit that stands in the way of more, and how much it allows.
public record Obstacle(Limit limit, long most) {
    /// What whoever asked for more is told.
    public String reason() {
        return switch (limit) {
            case DOCUMENTS -> "the limit of " + most + " files is reached";
            case DOCUMENTS_PER_UPLOAD -> "the limit of " + most + " files in one upload is reached";
            case CHARACTERS -> "the limit of " + most + " characters in all files is reached";
            case CHARACTERS_PER_DOCUMENT -> "it has more than the " + most + " characters that one file may have";
            case CHARACTERS_PER_UPLOAD -> "the limit of " + most + " characters in one upload is reached";
        };
    }

    /// Whether the customer is at an end with this limit, and not one document alone.
    public boolean ofCustomer() {
        return limit != Limit.CHARACTERS_PER_DOCUMENT;
    }
}
