package dev.allotrope.chunk;

/// What is embedded: a run of sentences of a chunk with the title and heading path in front. `ordinal` counts from 0
/// within its chunk. `subject` is the title and the headings that it stands under, its own included, and empty where
/// nothing is known of them.
public record Window(int ordinal, String text, String subject) {
    public Window(int ordinal, String text) {
        this(ordinal, text, "");
    }
}
