package dev.allotrope.salesforce.sim.query;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A field of an object: what describe says of it and how to read it from a row.
///
/// @param name   a path over relationships (`RecordType.Name`) is a field of another object
/// @param values of a picklist its values, of a reference the objects it points to
public record Column<R>(
        String name, Type type, int length, Traits traits, List<String> values, Function<R, @Nullable Object> reader) {

    /// Length of a Text Area field; a longer one is a Long Text Area.
    public static final int TEXT_AREA = 255;

    private static final int ID_LENGTH = 18;

    public Column {
        values = List.copyOf(values);
    }

    /// Values are read as String, Boolean, Integer or Instant.
    public enum Type {
        ID("id", "tns:ID"),
        REFERENCE("reference", "tns:ID"),
        STRING("string", "xsd:string"),
        TEXTAREA("textarea", "xsd:string"),
        PICKLIST("picklist", "xsd:string"),
        BOOLEAN("boolean", "xsd:boolean"),
        INT("int", "xsd:int"),
        DATE_TIME("datetime", "xsd:dateTime"),
        BASE64("base64", "xsd:base64Binary");

        private final String wireName;
        private final String soapType;

        Type(String wireName, String soapType) {
            this.wireName = wireName;
            this.soapType = soapType;
        }

        /// The name in describe.
        public String wireName() {
            return wireName;
        }

        public String soapType() {
            return soapType;
        }

        boolean isText() {
            return this != BOOLEAN && this != INT && this != DATE_TIME;
        }
    }

    public record Traits(boolean filterable, boolean sortable, boolean custom, boolean html) {
        public static final Traits STANDARD = new Traits(true, true, false, false);
        public static final Traits UNFILTERABLE = new Traits(false, true, false, false);
        public static final Traits LONG_TEXT = new Traits(false, false, false, false);
    }

    public static <R> Column<R> of(String name, Type type, int length, Function<R, @Nullable Object> reader) {
        return new Column<>(name, type, length, Traits.STANDARD, List.of(), reader);
    }

    public static <R> Column<R> id(Function<R, @Nullable Object> reader) {
        return of("Id", Type.ID, ID_LENGTH, reader);
    }

    public static <R> Column<R> reference(String name, String object, Function<R, @Nullable Object> reader) {
        return new Column<>(name, Type.REFERENCE, ID_LENGTH, Traits.STANDARD, List.of(object), reader);
    }

    public static <R> Column<R> picklist(String name, List<String> values, Function<R, @Nullable Object> reader) {
        return new Column<>(name, Type.PICKLIST, TEXT_AREA, Traits.STANDARD, values, reader);
    }

    public static <R> Column<R> text(String name, int length, Function<R, @Nullable Object> reader) {
        return of(name, Type.STRING, length, reader);
    }

    public static <R> Column<R> number(String name, Function<R, @Nullable Object> reader) {
        return of(name, Type.INT, 9, reader);
    }

    public static <R> Column<R> dateTime(String name, Function<R, @Nullable Object> reader) {
        return of(name, Type.DATE_TIME, 0, reader);
    }

    public static <R> Column<R> flag(String name, Function<R, @Nullable Object> reader) {
        return of(name, Type.BOOLEAN, 0, reader);
    }

    public Column<R> with(Traits other) {
        return new Column<>(name, type, length, other, values, reader);
    }

    /// Whether the path leads to a field of another object.
    public boolean isRelated() {
        return name.indexOf('.') >= 0;
    }

    /// Whether GROUP BY takes it: no times, no long texts (SOQL reference, Considerations When Using GROUP BY).
    boolean isGroupable() {
        return type != Type.DATE_TIME && type != Type.BASE64 && (type != Type.TEXTAREA || length <= TEXT_AREA);
    }

    /// A custom field of the kind that shrinks pages when two are selected.
    boolean isCustomLongText() {
        return traits.custom() && type == Type.TEXTAREA && length > TEXT_AREA;
    }

    public @Nullable Object read(R row) {
        return reader.apply(row);
    }
}
