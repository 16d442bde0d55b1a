package dev.allotrope.salesforce.sim.soql;

import java.util.List;

/// What WHERE asks of a row.
public sealed interface Condition {

    record And(List<Condition> all) implements Condition {}

    record Or(List<Condition> any) implements Condition {}

    record Not(Condition one) implements Condition {}

    /// `literals` holds one, or several for IN and NOT IN.
    record Compare(FieldName field, Operator operator, List<Literal> literals) implements Condition {}

    /// `field IN (SELECT …)`, or NOT IN.
    record SemiJoin(FieldName field, boolean negated, Soql inner) implements Condition {}
}
