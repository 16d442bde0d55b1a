package dev.allotrope.carbon.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How constants are written on the wire: by name, or in lower case where the enum is [Lowercase].
public final class WireEnum {
    private WireEnum() {}

    /// Marks an enum whose wire values are its names in lower case.
    public interface Lowercase {}

    public static String text(Enum<?> constant) {
        return constant instanceof Lowercase ? constant.name().toLowerCase(Locale.ROOT) : constant.name();
    }

    public static List<String> texts(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> text((Enum<?>) constant))
                .toList();
    }

    static String choices(Class<?> type) {
        return texts(type).stream().map(text -> "'" + text + "'").collect(Collectors.joining(", "));
    }
}
