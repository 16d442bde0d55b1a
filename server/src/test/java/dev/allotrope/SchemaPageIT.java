package dev.allotrope;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `docs/schema.md` shows the tables as the migrations leave them, by the package that owns them. With
/// `-Dgolden=update` it is written anew.
class SchemaPageIT {
    private static final Path PAGE = Path.of("..", "docs", "schema.md");
    private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db", "migration");
    private static final Pattern FILE = Pattern.compile("V\\d+__([a-z]+)_\\w+\\.sql");
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+)");

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @Test
    void the_page_shows_the_tables_as_they_are() throws IOException {
        String now = page(owners());
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, now);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(now);
    }

    @Test
    void every_table_has_an_owner() throws IOException {
        List<String> tables = names("""
                SELECT relname FROM pg_class
                WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname <> 'flyway_schema_history'
                ORDER BY relname COLLATE "C"
                """);

        assertThat(owners().values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(tables);
    }

    /// The tables of each package, in the order of their names.
    private static Map<String, List<String>> owners() throws IOException {
        Map<String, List<String>> owners = new TreeMap<>();
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            for (Path file : files.sorted().toList()) {
                Matcher owner = FILE.matcher(file.getFileName().toString());
                assertThat(owner.matches()).as("%s", file).isTrue();
                List<String> created = TABLE.matcher(Files.readString(file))
                        .results()
                        .map(table -> table.group(1))
                        .toList();
                owners.merge(
                        owner.group(1),
                        created,
                        (before, more) -> Stream.concat(before.stream(), more.stream())
                                .sorted()
                                .toList());
            }
        }
        owners.values().removeIf(List::isEmpty);
        return owners;
    }

    private static String page(Map<String, List<String>> owners) {
        String packages = owners.entrySet().stream()
                .map(owner -> "\n## " + owner.getKey() + "\n"
                        + owner.getValue().stream()
                                .sorted()
                                .map(SchemaPageIT::table)
                                .collect(joining()))
                .collect(joining());
        return """
                # Schema

                Written by `SchemaPageIT` from a migrated database: `-Dgolden=update` writes it anew. A table belongs to the package in whose name its
                migration stands, and only that package's code names it. Tables under *row-level security* show rows of the scope that a transaction
                carries, and no others, to the server too.
                """ + packages;
    }

    private static String table(String name) {
        String secured = secured(name) ? "Under row-level security.\n\n" : "";
        String columns = rows("""
                SELECT format('| `%s` | %s | %s | %s |', a.attname, format_type(a.atttypid, a.atttypmod),
                    CASE WHEN a.attnotnull THEN '' ELSE 'null' END,
                    CASE a.attidentity WHEN 'a' THEN 'identity' WHEN 'd' THEN 'identity'
                        ELSE CASE a.attgenerated WHEN 's' THEN 'always ' ELSE '' END
                            || coalesce('`' || replace(pg_get_expr(d.adbin, d.adrelid), '|', '\\|') || '`', '') END)
                FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
                ORDER BY a.attnum
                """, name);
        String rules = rows("""
                SELECT '- ' || CASE contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'reference' ELSE 'check' END
                    || ': `' || pg_get_constraintdef(oid) || '`'
                FROM pg_constraint WHERE conrelid = ?::regclass AND contype IN ('p', 'u', 'f', 'c')
                ORDER BY position(contype::text IN 'pufc'), conname COLLATE "C"
                """, name);
        String indexes = rows("""
                SELECT '- index: `' || regexp_replace(pg_get_indexdef(indexrelid), '^CREATE (UNIQUE )?INDEX (\\w+) ON public\\.\\w+', '\\1\\2') || '`'
                FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                WHERE indrelid = ?::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid)
                ORDER BY c.relname COLLATE "C"
                """, name);
        return "\n### " + name + "\n\n" + secured + "| column | type | | default |\n|---|---|---|---|\n" + columns
                + "\n" + rules + indexes;
    }

    private static boolean secured(String table) {
        return database.jdbc()
                .sql("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = ?::regclass")
                .param(table)
                .query(Boolean.class)
                .single();
    }

    private static String rows(String sql, String table) {
        return database.jdbc().sql(sql).param(table).query(String.class).list().stream()
                .map(row -> row + "\n")
                .collect(joining());
    }

    private static List<String> names(String sql) {
        return database.jdbc().sql(sql).query(String.class).list();
    }
}
