package dev.allotrope.kernel;

/// Which part of a list is asked for. `startingId` keeps rows whose id is greater than it; zero keeps all.
public record Page(int limit, long offset, long startingId) {
    /// The most rows one answer holds; larger limits are clamped to it.
    public static final int MAX_LIMIT = 1_000;

    public Page {
        if (limit < 0 || offset < 0 || startingId < 0) {
            throw new IllegalArgumentException("limit, offset and starting id are not negative");
        }
        limit = Math.min(limit, MAX_LIMIT);
    }

    /// The first `limit` rows.
    public static Page first(int limit) {
        return new Page(limit, 0, 0);
    }
}
