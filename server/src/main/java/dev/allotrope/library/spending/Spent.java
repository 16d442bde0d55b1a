package dev.allotrope.library.spending;

import java.time.LocalDate;

/// What an organization spent on a model on a day of UTC.
public record Spent(LocalDate day, String model, long tokens, long calls) {}
