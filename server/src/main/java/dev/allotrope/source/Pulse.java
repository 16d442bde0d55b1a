package dev.allotrope.source;

/// What a source says of everything it publishes without listing it: how many documents there are, and the newest
/// times among them.
public record Pulse(long published, Watermark newest) {}
