package dev.allotrope.library.row;

import dev.allotrope.library.document.DocumentFilter;
import dev.allotrope.library.document.TagFilter;
import dev.allotrope.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;

/// Builds the WHERE clause of a [DocumentFilter]: a text with `?` and the values that fill it.
public final class Conditions {
    /// The slug that a document is or will be embedded under, if it is.
    private static final String EMBEDDED_UNDER =
            "coalesce(uploaded_model, CASE WHEN depth = 'EMBEDDINGS' THEN embedding_model END)";

    private final List<String> clauses = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    public static Conditions of(Tenant tenant, DocumentFilter filter) {
        Conditions conditions = new Conditions();
        conditions.add("organization_id = ?", tenant.organization().value());
        conditions.add("customer_id = ?", tenant.customer().value());
        conditions.add("deleted_at IS NULL");
        conditions.identity(filter);
        conditions.state(filter);
        if (filter.tags() != null) {
            conditions.clauses.add(conditions.tree(filter.tags()));
        }
        return conditions;
    }

    public String where() {
        return String.join(" AND ", clauses);
    }

    public List<Object> values() {
        return values;
    }

    public Conditions add(String clause, Object... filling) {
        clauses.add(clause);
        values.addAll(List.of(filling));
        return this;
    }

    private void identity(DocumentFilter filter) {
        ids(filter);
        if (filter.externalIds() != null) {
            add("external_id = ANY (?)", (Object) filter.externalIds().toArray(String[]::new));
        }
        if (filter.connections() != null) {
            add("connection_id = ANY (?)", (Object) Sql.connections(filter.connections()));
        }
        if (filter.name() != null) {
            add("position(lower(?) IN lower(name)) > 0", filter.name());
        }
        if (filter.urls() != null) {
            add("url = ANY (?)", (Object) filter.urls().toArray(String[]::new));
        }
        if (filter.kin() != null) {
            kin(filter.kin());
        }
    }

    private void ids(DocumentFilter filter) {
        if (filter.ids() == null) {
            return;
        }
        Long[] ids = Sql.ids(filter.ids());
        if (filter.kin() != null && filter.kin().reach() == DocumentFilter.Kin.Reach.AND_CHILDREN) {
            add("(id = ANY (?) OR parent_id = ANY (?))", ids, ids);
        } else {
            add("id = ANY (?)", (Object) ids);
        }
    }

    private void kin(DocumentFilter.Kin kin) {
        if (kin.parents() != null) {
            add("parent_id = ANY (?)", (Object) Sql.ids(kin.parents()));
        }
        switch (kin.level()) {
            case ANY -> {}
            case ROOTS -> add("parent_id IS NULL");
            case CHILDREN -> add("parent_id IS NOT NULL");
        }
    }

    private void state(DocumentFilter filter) {
        if (filter.statuses() != null) {
            add("status = ANY (?)", (Object)
                    filter.statuses().stream().map(Enum::name).toArray(String[]::new));
        }
        if (filter.models() != null) {
            add(EMBEDDED_UNDER + " = ANY (?)", (Object) filter.models().toArray(String[]::new));
        }
        if (filter.requestIds() != null) {
            add("request_id = ANY (?)", (Object) filter.requestIds().toArray(String[]::new));
        }
        if (filter.uploadIds() != null) {
            add("upload_id = ANY (?)", (Object) filter.uploadIds().toArray(String[]::new));
        }
        if (filter.neverSynced()) {
            add("last_sync IS NULL");
        }
        if (filter.error() != null) {
            error(filter.error());
        }
    }

    private void error(String wanted) {
        if (wanted.isEmpty()) {
            add("error IS NULL");
        } else {
            add("position(lower(?) IN lower(error)) > 0", wanted);
        }
    }

    private String tree(TagFilter filter) {
        return switch (filter) {
            case TagFilter.AllOf all -> joined(all.parts(), " AND ", "true");
            case TagFilter.AnyOf any -> joined(any.parts(), " OR ", "false");
            case TagFilter.Is is -> leaf(is);
        };
    }

    private String joined(List<TagFilter> parts, String word, String empty) {
        return parts.isEmpty()
                ? empty
                : "(" + String.join(word, parts.stream().map(this::tree).toList()) + ")";
    }

    /// A tag is a text or a list of texts; the operator `??|` (a JDBC escape for `?|`) is true for either.
    private String leaf(TagFilter.Is is) {
        values.add(is.key());
        values.add(is.values().toArray(String[]::new));
        String matches = "coalesce((user_tags || source_tags) -> ? ??| ?, false)";
        return is.negated() ? "NOT " + matches : matches;
    }
}
