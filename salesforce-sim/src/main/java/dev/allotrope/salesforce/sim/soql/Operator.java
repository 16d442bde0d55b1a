package dev.allotrope.salesforce.sim.soql;

/// How a condition compares a field with its literals.
public enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    LIKE,
    IN,
    NOT_IN
}
