package dev.allotrope.salesforce.sim.query;

import dev.allotrope.salesforce.sim.soql.Condition;
import dev.allotrope.salesforce.sim.soql.FieldName;
import dev.allotrope.salesforce.sim.soql.Literal;
import dev.allotrope.salesforce.sim.soql.Selected;
import dev.allotrope.salesforce.sim.soql.Soql;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A statement bound to an object: which rows it finds and which columns it shows.
public final class QueryPlan<R> {

    private final Soql soql;
    private final Table<R> table;
    private final Predicate<R> filter;
    private final List<Column<R>> columns = new ArrayList<>();
    private final List<ChildPlan<R, ?>> children = new ArrayList<>();

    private QueryPlan(Soql soql, Table<R> table) {
        this.soql = soql;
        this.table = table;
        soql.selected().forEach(this::bind);
        this.filter = new RowFilter<>(soql.text(), this::column)
                .bind(soql.where())
                .and(table.rows().reachable(soql))
                .and(table.rows()::isVisible);
    }

    /// A sub-select: the relationship and the columns it shows.
    record ChildPlan<R, C>(Table.Child<R, C> child, List<Column<C>> columns) {}

    public static <R> QueryPlan<R> of(Soql soql, Table<R> table, Tables tables) {
        return new QueryPlan<>(soql.with(new SemiJoins(tables).resolve(soql.where())), table);
    }

    /// The refusal of a statement that names an object which is not there for the user.
    public static SoqlException noSuchObject(Soql soql) {
        return SoqlException.at(
                "INVALID_TYPE",
                soql.text(),
                soql.from().position(),
                "sObject type '" + soql.from().path()
                        + "' is not supported. If you are attempting to use a custom object, be sure to append the "
                        + "'__c' after the entity name. Please reference your WSDL or the describe call for the "
                        + "appropriate names.");
    }

    public boolean isAggregate() {
        return soql.isAggregate();
    }

    /// Whether two or more custom long-text fields are selected (REST API guide, Query Options Header).
    public boolean isWide() {
        return columns.stream().filter(Column::isCustomLongText).count() >= 2;
    }

    public RowWriter<R> writer(String base) {
        return new RowWriter<>(base, table, columns, children);
    }

    /// The rows found, in order, after OFFSET and LIMIT.
    public List<R> rows() {
        return cut(sorted(), soql);
    }

    private Stream<R> sorted() {
        Comparator<R> order = order();
        Stream<R> found = candidates().stream().filter(filter);
        return order == null ? found : found.sorted(order);
    }

    static <T> List<T> cut(Stream<T> found, Soql soql) {
        Stream<T> rest = found.skip(soql.offset());
        return (soql.limit() < 0 ? rest : rest.limit(soql.limit())).toList();
    }

    /// The whole answer of a statement that counts or compares.
    public Map<String, @Nullable Object> aggregates() {
        Aggregates<R> aggregates = new Aggregates<>(soql, this::column);
        return soql.groups().isEmpty() ? aggregates.over(rows()) : aggregates.grouped(sorted().toList());
    }

    /// What the one selected field holds, for the statement around this one.
    List<Literal> values() {
        if (columns.size() != 1) {
            throw new SoqlException("MALFORMED_QUERY", "a semi join subselect must select exactly one field");
        }
        Column<R> column = columns.getFirst();
        return rows().stream()
                .flatMap(row -> SemiJoins.literal(column.read(row)).stream())
                .toList();
    }

    private Column<R> column(FieldName field) {
        return table.find(field.path()).orElseThrow(() -> noSuchColumn(field, table));
    }

    /// Rows by index when the statement names ids, all rows otherwise.
    private List<R> candidates() {
        for (Condition each : Conditions.all(soql.where())) {
            Optional<List<R>> indexed = Conditions.named(each)
                    .flatMap(
                            compare -> table.rows().by(compare.field().path(), new TreeSet<>(Conditions.ids(compare))));
            if (indexed.isPresent()) {
                return indexed.get();
            }
        }
        return table.rows().all();
    }

    private @Nullable Comparator<R> order() {
        Comparator<R> order = null;
        for (Soql.Order each : soql.orders()) {
            Column<R> column = column(each.field());
            if (!column.traits().sortable()) {
                throw SoqlException.at(
                        "INVALID_FIELD",
                        soql.text(),
                        each.field().position(),
                        "field '" + column.name() + "' can not be sorted in a query call");
            }
            Comparator<R> next = by(column);
            next = each.descending() ? next.reversed() : next;
            order = order == null ? next : order.thenComparing(next);
        }
        return order;
    }

    /// Nulls first, as ascending order has them unless told otherwise.
    private static <R> Comparator<R> by(Column<R> column) {
        return (left, right) -> {
            Object one = column.read(left);
            Object other = column.read(right);
            if (one == null || other == null) {
                return Boolean.compare(one != null, other != null);
            }
            return RowFilter.order(one, other);
        };
    }

    private void bind(Selected selected) {
        switch (selected) {
            case Selected.Field field -> bind(field.name());
            case Selected.Aggregate aggregate -> requireAggregates(aggregate);
            case Selected.Children sub -> children.add(bind(sub));
        }
    }

    private void bind(FieldName field) {
        Column<R> column = column(field);
        boolean twice = columns.stream().anyMatch(other -> other.name().equals(column.name()));
        if (twice) {
            throw SoqlException.at(
                    "MALFORMED_QUERY", soql.text(), field.position(), "duplicate field selected: " + column.name());
        }
        boolean grouped = soql.groups().stream().anyMatch(group -> group.path().equalsIgnoreCase(column.name()));
        if (!soql.groups().isEmpty() && !grouped) {
            throw new SoqlException("MALFORMED_QUERY", "Field must be grouped or aggregated: " + column.name());
        }
        columns.add(column);
    }

    private void requireAggregates(Selected.Aggregate aggregate) {
        boolean mixed = soql.selected().stream().anyMatch(each -> !(each instanceof Selected.Aggregate));
        if (mixed && soql.groups().isEmpty()) {
            throw new SoqlException("MALFORMED_QUERY", "Grouped query: fields must be grouped or aggregated");
        }
        FieldName field = aggregate.field();
        if (field != null) {
            column(field);
        } else if (soql.selected().size() > 1 || !soql.groups().isEmpty()) {
            throw new SoqlException("MALFORMED_QUERY", "COUNT() must be the only element in the SELECT list");
        }
    }

    private ChildPlan<R, ?> bind(Selected.Children sub) {
        Table.Child<R, ?> child = table.child(sub.relationship().path())
                .orElseThrow(() -> SoqlException.at(
                        "INVALID_TYPE",
                        soql.text(),
                        sub.relationship().position(),
                        noRelationship(sub.relationship().path(), "FROM part of query call")));
        return bind(child, sub.fields());
    }

    private <C> ChildPlan<R, C> bind(Table.Child<R, C> child, List<FieldName> fields) {
        List<Column<C>> chosen = new ArrayList<>();
        for (FieldName field : fields) {
            chosen.add(child.table().find(field.path()).orElseThrow(() -> noSuchColumn(field, child.table())));
        }
        return new ChildPlan<>(child, chosen);
    }

    private SoqlException noSuchColumn(FieldName field, Table<?> of) {
        int dot = field.path().lastIndexOf('.');
        boolean unrelated = dot > 0 && !of.hasParent(field.path().substring(0, dot));
        String message = unrelated
                ? noRelationship(field.path().substring(0, dot), "field path")
                : "No such column '" + field.path() + "' on entity '"
                        + of.name().api()
                        + "'. If you are attempting to use a custom field, be sure to append the '__c' after the custom "
                        + "field name. Please reference your WSDL or the describe call for the appropriate names.";
        return SoqlException.at("INVALID_FIELD", soql.text(), field.position(), message);
    }

    private static String noRelationship(String name, String place) {
        return "Didn't understand relationship '" + name + "' in " + place
                + ". If you are attempting to use a custom relationship, be sure to append the '__r' after the custom "
                + "relationship name. Please reference your WSDL or the describe call for the appropriate names.";
    }
}
