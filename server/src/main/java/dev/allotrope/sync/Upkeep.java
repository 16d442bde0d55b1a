package dev.allotrope.sync;

import java.time.Duration;

/// Work that the [Tick] does every so often, such as sweeping what expired. Must be safe to run again at any time.
public record Upkeep(String name, Duration every, Runnable work) {}
