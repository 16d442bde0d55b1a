package dev.allotrope.salesforce.sim.control;

import java.util.Locale;

/// What a request asks for, as the ledger counts it and a fault aims at it.
public enum CallKind {
    AUTHORIZE(false),
    TOKEN(false),
    REVOKE(false),
    USERINFO(false),
    VERSIONS(false),
    RESOURCES(true),
    GLOBAL_DESCRIBE(true),
    DESCRIBE(true),
    QUERY(true),
    QUERY_MORE(true),
    RETRIEVE(true),
    RECORD(true),
    LIMITS(true),
    KNOWLEDGE_SETTINGS(true),
    /// A file's bytes.
    VERSION_DATA(true),
    RICH_TEXT_IMAGE(true),
    SUPPORT(true),
    SUPPORT_ARTICLES(true),
    SUPPORT_ARTICLE(true),
    CATEGORY_GROUPS(true),
    COMPOSITE(true),
    /// Not counted itself: each of its subrequests is.
    BATCH(false),
    OTHER(true);

    private final boolean counted;

    CallKind(boolean counted) {
        this.counted = counted;
    }

    /// Whether the call uses up the daily allowance.
    public boolean counted() {
        return counted;
    }

    /// The name in the control API, `query_more`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
