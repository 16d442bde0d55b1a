package dev.allotrope.salesforce.sim.query;

import dev.allotrope.salesforce.sim.id.SalesforceId;
import dev.allotrope.salesforce.sim.soql.Condition;
import dev.allotrope.salesforce.sim.soql.FieldName;
import dev.allotrope.salesforce.sim.soql.Literal;
import dev.allotrope.salesforce.sim.soql.Operator;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Binds a WHERE clause to columns: literals must have the field's type and the field must be filterable.
final class RowFilter<R> {

    private static final int MAX_TEXT = 4_000;

    private final String statement;
    private final Function<FieldName, Column<R>> columns;

    RowFilter(String statement, Function<FieldName, Column<R>> columns) {
        this.statement = statement;
        this.columns = columns;
    }

    Predicate<R> bind(@Nullable Condition condition) {
        return switch (condition) {
            case null -> row -> true;
            case Condition.And and -> {
                List<Predicate<R>> all = and.all().stream().map(this::bind).toList();
                yield row -> all.stream().allMatch(each -> each.test(row));
            }
            case Condition.Or or -> {
                List<Predicate<R>> any = or.any().stream().map(this::bind).toList();
                yield row -> any.stream().anyMatch(each -> each.test(row));
            }
            case Condition.Not not -> bind(not.one()).negate();
            case Condition.Compare compare -> compare(compare);
            case Condition.SemiJoin join -> throw new IllegalStateException("unresolved: " + join);
        };
    }

    private Predicate<R> compare(Condition.Compare compare) {
        Column<R> column = columns.apply(compare.field());
        if (!column.traits().filterable()) {
            throw refused(compare, "field '" + column.name() + "' can not be filtered in a query call");
        }
        List<@Nullable Object> values = compare.literals().stream()
                .<@Nullable Object>map(literal -> value(compare, column, literal))
                .toList();
        return switch (compare.operator()) {
            case EQUAL, IN -> among(column, values);
            case NOT_EQUAL, NOT_IN -> among(column, values).negate();
            case LIKE -> like(compare, column, values.getFirst());
            case LESS -> ordered(compare, column, values.getFirst(), order -> order < 0);
            case LESS_OR_EQUAL -> ordered(compare, column, values.getFirst(), order -> order <= 0);
            case GREATER -> ordered(compare, column, values.getFirst(), order -> order > 0);
            case GREATER_OR_EQUAL -> ordered(compare, column, values.getFirst(), order -> order >= 0);
        };
    }

    private static <R> Predicate<R> among(Column<R> column, List<@Nullable Object> values) {
        Set<@Nullable Object> wanted = new HashSet<>();
        values.forEach(value -> wanted.add(folded(column, value)));
        return row -> wanted.contains(folded(column, column.read(row)));
    }

    private Predicate<R> like(Condition.Compare compare, Column<R> column, @Nullable Object value) {
        if (!(value instanceof String pattern) || column.type() == Column.Type.ID) {
            throw new SoqlException("INVALID_QUERY_FILTER_OPERATOR", operatorMessage(compare, column));
        }
        String regex = Pattern.quote(pattern).replace("%", "\\E.*\\Q").replace("_", "\\E.\\Q");
        Pattern compiled = Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
        return row -> column.read(row) instanceof String text
                && compiled.matcher(text).matches();
    }

    private Predicate<R> ordered(
            Condition.Compare compare, Column<R> column, @Nullable Object value, Predicate<Integer> wanted) {
        if (value == null || column.type() == Column.Type.BOOLEAN) {
            throw new SoqlException("INVALID_QUERY_FILTER_OPERATOR", operatorMessage(compare, column));
        }
        return row -> {
            Object found = column.read(row);
            return found != null && wanted.test(order(found, value));
        };
    }

    /// The order of two values of one column: ids and texts by character, the rest by size.
    static int order(Object left, Object right) {
        return switch (left) {
            case String text -> text.compareTo((String) right);
            case Integer number -> number.compareTo((Integer) right);
            case Boolean flag -> flag.compareTo((Boolean) right);
            case Instant time -> time.compareTo((Instant) right);
            default -> throw new IllegalStateException("no order for " + left.getClass());
        };
    }

    private @Nullable Object value(Condition.Compare compare, Column<R> column, Literal literal) {
        return switch (literal) {
            case Literal.Null none -> null;
            case Literal.Text text when column.type().isText() -> text(column, text.value());
            case Literal.Flag flag when column.type() == Column.Type.BOOLEAN -> flag.value();
            case Literal.Numeric number when column.type() == Column.Type.INT -> integer(number.value());
            case Literal.DateTime time when column.type() == Column.Type.DATE_TIME -> time.value();
            case Literal wrong -> throw refused(compare, typeMessage(column, wrong));
        };
    }

    private static Object text(Column<?> column, String value) {
        if (value.length() > MAX_TEXT) {
            throw new SoqlException("INVALID_QUERY_FILTER_OPERATOR", "filter value is too long");
        }
        boolean isId = column.type() == Column.Type.ID || column.type() == Column.Type.REFERENCE;
        return isId
                ? SalesforceId.normalise(value)
                        .orElseThrow(
                                () -> new SoqlException("INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: " + value))
                : value;
    }

    private static Object integer(BigDecimal value) {
        return value.intValue();
    }

    private static @Nullable Object folded(Column<?> column, @Nullable Object value) {
        boolean folds = column.type() == Column.Type.STRING
                || column.type() == Column.Type.PICKLIST
                || column.type() == Column.Type.TEXTAREA;
        return folds && value instanceof String text && !column.name().equals("UrlName")
                ? text.toLowerCase(Locale.ROOT)
                : value;
    }

    private static String typeMessage(Column<?> column, Literal literal) {
        String type = column.type() == Column.Type.DATE_TIME
                ? "dateTime"
                : column.type().isText() ? "string" : column.type().wireName();
        boolean quotes = column.type().isText();
        String message = "value of filter criterion for field '" + column.name() + "' must be of type " + type;
        return quotes
                ? message + " and should be enclosed in quotes"
                : literal instanceof Literal.Text ? message + " and should not be enclosed in quotes" : message;
    }

    private static String operatorMessage(Condition.Compare compare, Column<?> column) {
        Operator operator = compare.operator();
        return "invalid operator on " + column.type().wireName() + " field " + column.name() + ": " + operator;
    }

    private SoqlException refused(Condition.Compare compare, String message) {
        return SoqlException.at("INVALID_FIELD", statement, compare.field().position(), message);
    }
}
