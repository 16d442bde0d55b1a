package dev.allotrope.salesforce.sim.query;

import dev.allotrope.salesforce.sim.soql.Soql;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An object of the org as one user sees it: its fields, its relationships and its rows.
public final class Table<R> {

    private final Name name;
    private final Rows<R> rows;
    private final Map<String, Column<R>> columns = new LinkedHashMap<>();
    private final Map<String, Parent<R>> parents = new LinkedHashMap<>();
    private final Map<String, Child<R, ?>> children = new LinkedHashMap<>();

    public Table(Name name, Rows<R> rows) {
        this.name = name;
        this.rows = rows;
    }

    /// What an object is called: API name, label, and the first three characters of its ids.
    public record Name(String api, String label, String keyPrefix) {}

    /// An object that a path leads to, `RecordType`, and its id for a row; a null id is a null object.
    public record Parent<R>(String object, Function<R, @Nullable String> id) {}

    /// Rows of another object that hang on a row, for a sub-select.
    ///
    /// @param field the reference in the other object that points here
    public record Child<R, C>(String relationship, Table<C> table, String field, Function<R, List<C>> rows) {}

    /// The rows behind an object and who may see which.
    public interface Rows<R> {

        /// Every row, in the order of ids.
        List<R> all();

        /// The rows with one of some ids in a field; empty when the field has no index.
        Optional<List<R>> by(String field, Collection<String> ids);

        /// Whether the user may see a row at all.
        boolean isVisible(R row);

        /// Whether an id is of a row in the Recycle Bin.
        default boolean isDeleted(String id) {
            return false;
        }

        /// Which of the visible rows a statement can reach; refuses what the object does not let through.
        default Predicate<R> reachable(Soql soql) {
            if (!soql.categories().isEmpty()) {
                throw new SoqlException("MALFORMED_QUERY", "WITH DATA CATEGORY is for articles alone");
            }
            return row -> true;
        }
    }

    /// Adds a field, or replaces the one of its name.
    public Table<R> add(Column<R> column) {
        columns.put(key(column.name()), column);
        return this;
    }

    /// Takes a field away, and whatever a path reaches through it.
    public Table<R> hide(String field) {
        columns.remove(key(field));
        if (field.endsWith("Id") && field.length() > 2) {
            String relationship = field.substring(0, field.length() - 2);
            parents.keySet().removeIf(relationship::equalsIgnoreCase);
            columns.keySet().removeIf(path -> path.startsWith(key(relationship) + "."));
        }
        return this;
    }

    public Table<R> parent(String path, String object, Function<R, @Nullable String> id) {
        parents.put(path, new Parent<>(object, id));
        return this;
    }

    public Table<R> child(Child<R, ?> child) {
        children.put(key(child.relationship()), child);
        return this;
    }

    public Name name() {
        return name;
    }

    public Rows<R> rows() {
        return rows;
    }

    /// The object's own fields.
    public List<Column<R>> fields() {
        return columns.values().stream().filter(column -> !column.isRelated()).toList();
    }

    public Optional<Column<R>> find(String path) {
        return Optional.ofNullable(columns.get(key(path)));
    }

    public Collection<Child<R, ?>> children() {
        return children.values();
    }

    Optional<Child<R, ?>> child(String relationship) {
        return Optional.ofNullable(children.get(key(relationship)));
    }

    @Nullable
    Parent<R> parent(String path) {
        return parents.get(path);
    }

    boolean hasParent(String path) {
        return parents.keySet().stream().anyMatch(path::equalsIgnoreCase);
    }

    /// The row of an id, if the user may see it.
    public Optional<R> row(String id) {
        return rows.by("Id", List.of(id)).orElseGet(List::of).stream()
                .filter(rows::isVisible)
                .findFirst();
    }

    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
