package dev.allotrope.source;

/// The kinds of remote system that can be connected.
public enum SourceKind {
    SALESFORCE
}
