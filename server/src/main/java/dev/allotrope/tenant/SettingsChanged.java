package dev.allotrope.tenant;

/// Other settings hold from now on, for the customer that `scope` names or for all customers of the organization that
/// it names. Published inside the transaction that stores them.
public record SettingsChanged(Scope scope) {}
