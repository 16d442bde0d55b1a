package dev.allotrope.index;

/// The words of a query, and at most how many chunks are wanted.
public record LexicalQuery(String text, Filter filter, int limit) {}
