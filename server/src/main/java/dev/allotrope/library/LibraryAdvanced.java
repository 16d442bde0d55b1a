package dev.allotrope.library;

import dev.allotrope.kernel.Position;
import dev.allotrope.tenant.Tenant;

/// A tenant's documents changed. Published inside the transaction that changed them; listen after commit.
public record LibraryAdvanced(Tenant tenant, Position position) {}
