package dev.allotrope.chunk;

/// What is embedded: a run of sentences of a chunk with the title and heading path in front. `ordinal` counts from 0
/// within its chunk.
public record Window(int ordinal, String text) {}
