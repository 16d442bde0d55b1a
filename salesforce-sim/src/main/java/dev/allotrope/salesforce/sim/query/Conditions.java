package dev.allotrope.salesforce.sim.query;

import dev.allotrope.salesforce.sim.id.SalesforceId;
import dev.allotrope.salesforce.sim.soql.Condition;
import dev.allotrope.salesforce.sim.soql.Literal;
import dev.allotrope.salesforce.sim.soql.Operator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Questions about a WHERE clause whose semi-joins are resolved.
public final class Conditions {

    private Conditions() {}

    /// Whether a field occurs anywhere.
    public static boolean mentions(@Nullable Condition condition, String field) {
        return switch (condition) {
            case null -> false;
            case Condition.And and -> and.all().stream().anyMatch(each -> mentions(each, field));
            case Condition.Or or -> or.any().stream().anyMatch(each -> mentions(each, field));
            case Condition.Not not -> mentions(not.one(), field);
            case Condition.Compare compare -> compare.field().path().equalsIgnoreCase(field);
            case Condition.SemiJoin join -> join.field().path().equalsIgnoreCase(field);
        };
    }

    /// The conditions that all must hold.
    public static List<Condition> all(@Nullable Condition condition) {
        return switch (condition) {
            case null -> List.of();
            case Condition.And and -> and.all();
            case Condition other -> List.of(other);
        };
    }

    /// The ids a condition names by `=` or IN on a field, malformed ones left out; empty when it does not.
    public static Optional<List<String>> ids(Condition condition, String field) {
        return named(condition)
                .filter(compare -> compare.field().path().equalsIgnoreCase(field))
                .map(Conditions::ids);
    }

    /// Whether a condition is what a semi-join that found nothing became: nobody can write an empty list.
    public static boolean namesNothing(Condition condition) {
        return named(condition).filter(compare -> compare.literals().isEmpty()).isPresent();
    }

    static Optional<Condition.Compare> named(Condition condition) {
        return condition instanceof Condition.Compare compare
                        && (compare.operator() == Operator.EQUAL || compare.operator() == Operator.IN)
                ? Optional.of(compare)
                : Optional.empty();
    }

    static List<String> ids(Condition.Compare compare) {
        return compare.literals().stream()
                .filter(Literal.Text.class::isInstance)
                .flatMap(literal -> SalesforceId.normalise(((Literal.Text) literal).value()).stream())
                .toList();
    }
}
