package dev.allotrope.salesforce.sim.user;

import java.util.Locale;

/// What a user may be allowed.
public enum Right {
    /// "API Enabled".
    API_ENABLED,
    /// Read on the Knowledge object; without it the object is an `INVALID_TYPE`.
    READ_KNOWLEDGE,
    /// The "Knowledge User" feature licence.
    KNOWLEDGE_USER,
    VIEW_DRAFT_ARTICLES,
    VIEW_ARCHIVED_ARTICLES,
    /// "View Setup and Configuration", which `/limits` asks for.
    VIEW_SETUP,
    /// Approved by an administrator for the connected app.
    APP_ACCESS;

    /// The name in the control API, `view_draft_articles`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
