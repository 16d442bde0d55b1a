package dev.allotrope.postgres;

import java.util.List;

/// What a backup holds.
///
/// @param format of the archive, 1 so far
/// @param schema version of the tables
/// @param takenAt when, in ISO 8601
record Manifest(int format, String schema, String takenAt, List<Table> tables, List<Sequence> sequences) {
    static final int FORMAT = 1;
    static final String ENTRY = "manifest.json";
    static final String KEYS_ENTRY = "encryption-keys";

    Manifest {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
    }

    /// One table: its stored columns in order, and how many rows the archive has.
    record Table(String name, List<String> columns, long rows) {
        Table {
            columns = List.copyOf(columns);
        }

        String entry() {
            return "tables/" + name + ".tsv";
        }

        Table with(long counted) {
            return new Table(name, columns, counted);
        }

        /// Table and columns as COPY wants them.
        String quoted() {
            return Catalog.quote(name) + " ("
                    + String.join(", ", columns.stream().map(Catalog::quote).toList()) + ")";
        }
    }

    /// Where a sequence stood.
    record Sequence(String name, long last, boolean called) {}
}
