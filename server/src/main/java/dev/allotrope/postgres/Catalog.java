package dev.allotrope.postgres;

import dev.allotrope.postgres.Manifest.Sequence;
import dev.allotrope.postgres.Manifest.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// What is in our schema, asked from PostgreSQL's own catalog, so that a new table needs no mention here.
final class Catalog {
    private static final String HISTORY = "flyway_schema_history";

    private final Connection connection;

    Catalog(Connection connection) {
        this.connection = connection;
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// Every table with its stored columns; generated ones are computed again on the way in.
    List<Table> tables() throws SQLException {
        List<Table> tables = new ArrayList<>();
        String sql = """
                SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
                  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                 WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> ?
                   AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                 GROUP BY c.relname ORDER BY c.relname
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, HISTORY);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String[] columns = (String[]) rows.getArray(2).getArray();
                    tables.add(new Table(rows.getString(1), List.of(columns), 0));
                }
            }
        }
        return tables;
    }

    List<Sequence> sequences() throws SQLException {
        List<Sequence> sequences = new ArrayList<>();
        for (String name : texts("""
                SELECT relname FROM pg_class
                 WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace ORDER BY relname
                """)) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT last_value, is_called FROM " + quote(name))) {
                row.next();
                sequences.add(new Sequence(name, row.getLong(1), row.getBoolean(2)));
            }
        }
        return sequences;
    }

    /// Tables that force row-level security on their owner too.
    List<String> forced() throws SQLException {
        return texts("""
                SELECT relname FROM pg_class
                 WHERE relkind = 'r' AND relforcerowsecurity AND relnamespace = current_schema()::regnamespace ORDER BY relname
                """);
    }

    /// Statements that drop every foreign key.
    List<String> foreignKeyDrops() throws SQLException {
        return texts(foreignKeys("format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)"));
    }

    /// Statements that make every foreign key that is there now.
    List<String> foreignKeyAdditions() throws SQLException {
        return texts(
                foreignKeys(
                        "format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))"));
    }

    boolean hasRows(Table table) throws SQLException {
        return !texts("SELECT '1' FROM " + quote(table.name()) + " LIMIT 1").isEmpty();
    }

    private static String foreignKeys(String form) {
        return "SELECT " + form
                + " FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
                + " ORDER BY conrelid::regclass::text, conname";
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
