package dev.allotrope.kernel;

/// A place in the order of a tenant's writes. Zero is before the first write.
public record Position(long value) implements Comparable<Position> {
    /// Before the first write.
    public static final Position START = new Position(0);

    public Position {
        if (value < 0) {
            throw new IllegalArgumentException("position " + value + " is negative");
        }
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }
}
