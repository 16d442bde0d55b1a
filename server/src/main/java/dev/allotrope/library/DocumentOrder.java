package dev.allotrope.library;

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

        final String keyword;

        Direction(String keyword) {
            this.keyword = keyword;
        }
    }

    String clause() {
        return "%s %s NULLS LAST, id %s".formatted(by.column, direction.keyword, direction.keyword);
    }
}
