package dev.allotrope.salesforce.sim.query;

import dev.allotrope.salesforce.sim.soql.Condition;
import dev.allotrope.salesforce.sim.soql.Literal;
import dev.allotrope.salesforce.sim.soql.Operator;
import dev.allotrope.salesforce.sim.soql.Soql;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Replaces `Id IN (SELECT …)` by the ids the inner statement finds (SOQL reference, Semi-Joins and Anti-Joins).
final class SemiJoins {

    private static final int MOST = 2;

    private final Tables tables;
    private int resolved;

    SemiJoins(Tables tables) {
        this.tables = tables;
    }

    @Nullable
    Condition resolve(@Nullable Condition condition) {
        return condition == null ? null : each(condition);
    }

    private Condition each(Condition condition) {
        return switch (condition) {
            case Condition.And and ->
                new Condition.And(and.all().stream().map(this::each).toList());
            case Condition.Or or ->
                new Condition.Or(or.any().stream().map(this::each).toList());
            case Condition.Not not -> new Condition.Not(each(not.one()));
            case Condition.Compare compare -> compare;
            case Condition.SemiJoin join -> ids(join);
        };
    }

    private Condition ids(Condition.SemiJoin join) {
        if (++resolved > MOST) {
            throw new SoqlException("EXCEEDED_MAX_SEMIJOIN_SUBSELECTS", "at most 2 semi join subselects are allowed");
        }
        Soql inner = join.inner();
        Table<?> table = tables.find(inner.from().path()).orElseThrow(() -> QueryPlan.noSuchObject(inner));
        List<Literal> values = QueryPlan.of(inner, table, tables).values();
        return new Condition.Compare(join.field(), join.negated() ? Operator.NOT_IN : Operator.IN, values);
    }

    /// A value of an inner statement as a literal; null matches nothing.
    static Optional<Literal> literal(@Nullable Object value) {
        return value instanceof String text ? Optional.of(new Literal.Text(text)) : Optional.empty();
    }
}
