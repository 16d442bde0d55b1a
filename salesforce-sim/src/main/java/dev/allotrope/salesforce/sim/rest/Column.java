package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A field of the article version object: what describe says of it and how to read it from a row.
record Column(String name, Type type, int length, Traits traits, Function<ArticleVersion, @Nullable Object> reader) {

    private static final int ID_LENGTH = 18;

    /// Values are read as String, Boolean, Integer or Instant.
    enum Type {
        ID("id", "tns:ID"),
        REFERENCE("reference", "tns:ID"),
        STRING("string", "xsd:string"),
        TEXTAREA("textarea", "xsd:string"),
        PICKLIST("picklist", "xsd:string"),
        URL("url", "xsd:string"),
        BOOLEAN("boolean", "xsd:boolean"),
        INT("int", "xsd:int"),
        DATE_TIME("datetime", "xsd:dateTime");

        final String wireName;
        final String soapType;

        Type(String wireName, String soapType) {
            this.wireName = wireName;
            this.soapType = soapType;
        }

        boolean isText() {
            return this != BOOLEAN && this != INT && this != DATE_TIME;
        }
    }

    record Traits(boolean filterable, boolean sortable, boolean custom, boolean html) {
        static final Traits STANDARD = new Traits(true, true, false, false);
        static final Traits UNFILTERABLE = new Traits(false, true, false, false);
        static final Traits LONG_TEXT = new Traits(false, false, false, false);
    }

    static Column of(String name, Type type, int length, Function<ArticleVersion, @Nullable Object> reader) {
        return new Column(name, type, length, Traits.STANDARD, reader);
    }

    static Column reference(String name, Function<ArticleVersion, @Nullable Object> reader) {
        return new Column(name, Type.REFERENCE, ID_LENGTH, Traits.STANDARD, reader);
    }

    static Column dateTime(String name, Function<ArticleVersion, @Nullable Object> reader) {
        return new Column(name, Type.DATE_TIME, 0, Traits.STANDARD, reader);
    }

    static Column flag(String name, Function<ArticleVersion, @Nullable Object> reader) {
        return new Column(name, Type.BOOLEAN, 0, Traits.STANDARD, reader);
    }

    Column with(Traits other) {
        return new Column(name, type, length, other, reader);
    }

    /// The name of the relationship a dotted path goes over, null for a field of the object itself.
    @Nullable
    String relationship() {
        int dot = name.indexOf('.');
        return dot < 0 ? null : name.substring(0, dot);
    }

    /// A custom field of the kind that shrinks pages when two are selected.
    boolean isCustomLongText() {
        return traits.custom() && type == Type.TEXTAREA && length > KnowledgeSchema.TEXT_AREA;
    }

    @Nullable
    Object read(ArticleVersion row) {
        return reader.apply(row);
    }
}
