package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.query.Column;
import dev.allotrope.salesforce.sim.query.Table;
import dev.allotrope.salesforce.sim.user.User;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Small objects beside the articles: record types and users (object reference).
final class DirectoryTables {

    private DirectoryTables() {}

    /// The record types in use.
    static Table<String> recordTypes(View view, String object) {
        Table<String> table = new Table<>(
                new Table.Name("RecordType", "Record Type", "012"),
                new Listed<>(List.copyOf(view.org().recordTypes()), VersionTable::recordTypeId));
        table.add(Column.id(VersionTable::recordTypeId));
        table.add(Column.text("DeveloperName", 80, name -> name));
        table.add(Column.text("Name", 80, name -> name.replace('_', ' ')));
        table.add(Column.text("SobjectType", 40, name -> object));
        table.add(Column.flag("IsActive", name -> true));
        return table;
    }

    /// Whoever logged in so far.
    static Table<User> users(List<User> users) {
        Table<User> table = new Table<>(new Table.Name("User", "User", "005"), new Listed<>(users, User::id));
        table.add(Column.id(User::id));
        table.add(Column.text("Username", 80, User::username));
        table.add(Column.text("Name", 121, User::displayName));
        table.add(Column.flag("IsActive", User::active));
        return table;
    }

    /// A list everybody sees.
    private record Listed<R>(List<R> all, Function<R, String> id) implements Table.Rows<R> {

        @Override
        public Optional<List<R>> by(String field, Collection<String> ids) {
            return field.equalsIgnoreCase("Id")
                    ? Optional.of(all.stream()
                            .filter(row -> ids.contains(id.apply(row)))
                            .toList())
                    : Optional.empty();
        }

        @Override
        public boolean isVisible(R row) {
            return true;
        }
    }
}
