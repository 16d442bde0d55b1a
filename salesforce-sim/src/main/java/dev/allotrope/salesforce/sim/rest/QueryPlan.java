package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.knowledge.PublishStatus;
import dev.allotrope.salesforce.sim.knowledge.SalesforceId;
import dev.allotrope.salesforce.sim.soql.Condition;
import dev.allotrope.salesforce.sim.soql.FieldName;
import dev.allotrope.salesforce.sim.soql.Literal;
import dev.allotrope.salesforce.sim.soql.Operator;
import dev.allotrope.salesforce.sim.soql.Selected;
import dev.allotrope.salesforce.sim.soql.Soql;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A statement bound to the org: which rows it finds and which columns it shows.
final class QueryPlan {

    private static final String CHILDREN = "DataCategorySelections";
    private static final List<String> CHILD_FIELDS =
            List.of("Id", "ParentId", "DataCategoryGroupName", "DataCategoryName");

    private final Soql soql;
    private final Switches switches;
    private final KnowledgeSchema schema;
    private final Predicate<ArticleVersion> filter;
    private final boolean oldVersions;
    private final List<Column> columns = new ArrayList<>();
    private final List<String> childFields = new ArrayList<>();

    QueryPlan(Soql soql, Switches switches) {
        this.soql = soql;
        this.switches = switches;
        this.schema = new KnowledgeSchema(switches);
        requireType();
        requireStatusFilter();
        soql.selected().forEach(this::bind);
        this.oldVersions = asksForOldVersions();
        this.filter = new RowFilter(soql.text(), this::column).bind(soql.where());
    }

    KnowledgeSchema schema() {
        return schema;
    }

    List<Column> columns() {
        return columns;
    }

    /// Fields asked of the category selections; empty when there is no sub-select.
    List<String> childFields() {
        return childFields;
    }

    boolean isAggregate() {
        return soql.selected().getFirst() instanceof Selected.Aggregate;
    }

    /// Whether two or more custom long-text fields are selected (REST API guide, Query Options Header).
    boolean isWide() {
        return columns.stream().filter(Column::isCustomLongText).count() >= 2;
    }

    /// The rows found, in order, after OFFSET and LIMIT.
    List<ArticleVersion> rows(Org org) {
        List<ArticleVersion> candidates = candidates(org);
        Predicate<ArticleVersion> wanted = filter.and(this::visible);
        if (!soql.categories().isEmpty()) {
            wanted = wanted.and(CategoryFilter.bind(soql.categories(), org.rows()));
        }
        Stream<ArticleVersion> found = candidates.stream().filter(wanted);
        Comparator<ArticleVersion> order = order();
        if (order != null) {
            found = found.sorted(order);
        }
        found = found.skip(soql.offset());
        return (soql.limit() < 0 ? found : found.limit(soql.limit())).toList();
    }

    /// Whether the user may see a row at all, asked of single records too.
    static boolean mayBeSeen(ArticleVersion row, Switches switches) {
        return switch (row.status()) {
            case ONLINE -> true;
            case DRAFT -> switches.on(Switch.DRAFTS_VISIBLE);
            case ARCHIVED -> switches.on(Switch.ARCHIVED_VISIBLE);
        };
    }

    Column column(FieldName field) {
        return schema.find(field.path()).orElseThrow(() -> noSuchColumn(field));
    }

    /// Older archived versions come only to a query by Id or KnowledgeArticleId that asks for
    /// `IsLatestVersion = false` (SOQL reference, SOQL Object Limits: KnowledgeArticleVersion).
    private boolean visible(ArticleVersion row) {
        boolean reachable = row.latest() || row.status() != PublishStatus.ARCHIVED || oldVersions;
        return reachable && mayBeSeen(row, switches);
    }

    private boolean asksForOldVersions() {
        return mentions(soql.where(), "IsLatestVersion")
                && (mentions(soql.where(), "Id") || mentions(soql.where(), "KnowledgeArticleId"));
    }

    private static boolean mentions(@Nullable Condition condition, String field) {
        return switch (condition) {
            case null -> false;
            case Condition.And and -> and.all().stream().anyMatch(each -> mentions(each, field));
            case Condition.Or or -> or.any().stream().anyMatch(each -> mentions(each, field));
            case Condition.Not not -> mentions(not.one(), field);
            case Condition.Compare compare -> compare.field().path().equalsIgnoreCase(field);
        };
    }

    /// Rows by index when the statement names ids, all rows otherwise.
    private List<ArticleVersion> candidates(Org org) {
        List<Condition> all = soql.where() instanceof Condition.And and
                ? and.all()
                : soql.where() == null ? List.of() : List.of(soql.where());
        for (Condition each : all) {
            Optional<List<String>> articles = ids(each, "KnowledgeArticleId");
            if (articles.isPresent()) {
                return org.rowsOf(new TreeSet<>(articles.get())).stream()
                        .sorted(Comparator.comparing(ArticleVersion::id))
                        .toList();
            }
            Optional<List<String>> versions = ids(each, "Id");
            if (versions.isPresent()) {
                return new TreeSet<>(versions.get())
                        .stream().flatMap(id -> org.row(id).stream()).toList();
            }
        }
        return org.rows();
    }

    private static Optional<List<String>> ids(Condition condition, String field) {
        if (!(condition instanceof Condition.Compare(FieldName name, Operator operator, List<Literal> literals))
                || !name.path().equalsIgnoreCase(field)
                || (operator != Operator.EQUAL && operator != Operator.IN)) {
            return Optional.empty();
        }
        return Optional.of(literals.stream()
                .filter(Literal.Text.class::isInstance)
                .flatMap(literal -> SalesforceId.normalise(((Literal.Text) literal).value()).stream())
                .toList());
    }

    private @Nullable Comparator<ArticleVersion> order() {
        Comparator<ArticleVersion> order = null;
        for (Soql.Order each : soql.orders()) {
            Column column = column(each.field());
            if (!column.traits().sortable()) {
                throw SoqlException.at(
                        "INVALID_FIELD",
                        soql.text(),
                        each.field().position(),
                        "field '" + column.name() + "' can not be sorted in a query call");
            }
            Comparator<ArticleVersion> next = by(column);
            next = each.descending() ? next.reversed() : next;
            order = order == null ? next : order.thenComparing(next);
        }
        return order;
    }

    /// Nulls first, as ascending order has them unless told otherwise.
    private static Comparator<ArticleVersion> by(Column column) {
        return (left, right) -> {
            Object one = column.read(left);
            Object other = column.read(right);
            if (one == null || other == null) {
                return Boolean.compare(one != null, other != null);
            }
            return RowFilter.order(one, other);
        };
    }

    private void requireType() {
        String name = soql.from().path();
        if (!switches.on(Switch.KNOWLEDGE_ENABLED) || !name.equalsIgnoreCase(schema.object())) {
            throw SoqlException.at(
                    "INVALID_TYPE",
                    soql.text(),
                    soql.from().position(),
                    "sObject type '" + name
                            + "' is not supported. If you are attempting to use a custom object, be sure "
                            + "to append the '__c' after the entity name. Please reference your WSDL or the describe call "
                            + "for the appropriate names.");
        }
    }

    private void bind(Selected selected) {
        switch (selected) {
            case Selected.Field field -> bind(field);
            case Selected.Aggregate aggregate -> requireAggregates(aggregate);
            case Selected.Children children -> bind(children);
        }
    }

    private void bind(Selected.Field field) {
        Column column = column(field.name());
        boolean twice = columns.stream().anyMatch(other -> other.name().equals(column.name()));
        if (twice) {
            throw SoqlException.at(
                    "MALFORMED_QUERY",
                    soql.text(),
                    field.name().position(),
                    "duplicate field selected: " + column.name());
        }
        columns.add(column);
    }

    /// WITH DATA CATEGORY needs a filter on PublishStatus or Id (SOQL reference, WITH DATA CATEGORY).
    private void requireStatusFilter() {
        boolean filtered = mentions(soql.where(), "PublishStatus") || mentions(soql.where(), "Id");
        if (!soql.categories().isEmpty() && !filtered) {
            throw new SoqlException(
                    "MALFORMED_QUERY",
                    "WITH DATA CATEGORY requires a filter on PublishStatus or Id in the WHERE clause");
        }
    }

    private void requireAggregates(Selected.Aggregate aggregate) {
        boolean mixed = soql.selected().stream().anyMatch(each -> !(each instanceof Selected.Aggregate));
        if (mixed) {
            throw new SoqlException("MALFORMED_QUERY", "Grouped query: fields must be grouped or aggregated");
        }
        if (aggregate.field() == null) {
            if (soql.selected().size() > 1) {
                throw new SoqlException("MALFORMED_QUERY", "COUNT() must be the only element in the SELECT list");
            }
        } else {
            column(aggregate.field());
        }
    }

    private void bind(Selected.Children children) {
        String relationship = children.relationship().path();
        if (!switches.on(Switch.DATA_CATEGORIES) || !relationship.equalsIgnoreCase(CHILDREN)) {
            throw SoqlException.at(
                    "INVALID_TYPE",
                    soql.text(),
                    children.relationship().position(),
                    "Didn't understand relationship '" + relationship + "' in FROM part of query call. If you are "
                            + "attempting to use a custom relationship, be sure to append the '__r' after the custom "
                            + "relationship name. Please reference your WSDL or the describe call for the appropriate "
                            + "names.");
        }
        for (FieldName field : children.fields()) {
            childFields.add(CHILD_FIELDS.stream()
                    .filter(name -> name.equalsIgnoreCase(field.path()))
                    .findFirst()
                    .orElseThrow(() -> noSuchColumn(field)));
        }
    }

    private SoqlException noSuchColumn(FieldName field) {
        int dot = field.path().indexOf('.');
        String message = dot > 0
                        && schema.find(field.path().substring(0, dot) + "Id").isEmpty()
                ? "Didn't understand relationship '" + field.path().substring(0, dot) + "' in field path. If you are "
                        + "attempting to use a custom relationship, be sure to append the '__r' after the custom "
                        + "relationship name. Please reference your WSDL or the describe call for the appropriate names."
                : "No such column '" + field.path() + "' on entity '" + schema.object() + "'. If you are attempting to "
                        + "use a custom field, be sure to append the '__c' after the custom field name. Please reference "
                        + "your WSDL or the describe call for the appropriate names.";
        return SoqlException.at("INVALID_FIELD", soql.text(), field.position(), message);
    }
}
