package dev.allotrope.source.attachment;

import java.time.Instant;

/// How many times a file hangs on a published document of a source, and when one was hung there last, by the source's
/// clock.
public record HungFiles(long number, Instant newest) {}
