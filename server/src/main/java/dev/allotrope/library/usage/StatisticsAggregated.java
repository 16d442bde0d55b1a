package dev.allotrope.library.usage;

import dev.allotrope.kernel.OrganizationId;

/// An organization's figures were summed up because it asked for that. Published inside a transaction of the
/// organization's.
public record StatisticsAggregated(OrganizationId organization, Usage.Totals totals) {}
