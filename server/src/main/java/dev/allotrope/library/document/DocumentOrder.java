package dev.allotrope.library.document;

/// How documents are ordered; ties go by id in the same direction.
public record DocumentOrder(By by, Direction direction) {
    public static final DocumentOrder BY_ID = new DocumentOrder(By.ID, Direction.ASCENDING);

    public enum By {
        CREATED_AT("created_at"),
        UPDATED_AT("updated_at"),
        NAME("name"),
        LAST_SYNC("last_sync"),
        SIZE("file_size"),
        ID("id");

        final String column;

        By(String column) {
            this.column = column;
        }
    }

    public enum Direction {
        ASCENDING("ASC"),
        DESCENDING("DESC");

        private final String keyword;

        Direction(String keyword) {
            this.keyword = keyword;
        }

        /// In SQL.
        public String keyword() {
            return keyword;
        }
    }

    public String clause() {
        return clause("");
    }

    /// For columns that are known by this in front of their names.
    public String clause(String table) {
        return table + "%s %s NULLS LAST, ".formatted(by.column, direction.keyword) + table + "id " + direction.keyword;
    }
}
