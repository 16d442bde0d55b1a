package dev.allotrope.salesforce.sim.soql;

/// A field as written, perhaps a path over a relationship (`RecordType.Name`), and where it stands.
public record FieldName(String path, int position) {}
