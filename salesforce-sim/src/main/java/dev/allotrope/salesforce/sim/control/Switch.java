package dev.allotrope.salesforce.sim.control;

import java.util.Locale;

/// What the org has, what its user may see, and how it behaves where Salesforce's documentation leaves room.
public enum Switch {
    /// The multi-language fields (`IsMasterLanguage`, `MasterVersionId`, …) exist.
    MULTI_LANGUAGE(true),
    /// Record types and `RecordTypeId` exist.
    RECORD_TYPES(true),
    /// `ValidationStatus` exists.
    VALIDATION_STATUS(true),
    /// Data categories and the `DataCategorySelections` relationship exist.
    DATA_CATEGORIES(true),
    /// The user has "View Draft Articles".
    DRAFTS_VISIBLE(true),
    /// The user has "View Archived Articles".
    ARCHIVED_VISIBLE(true),
    /// The user has "API Enabled".
    API_ENABLED(true),
    /// Knowledge is on and the user may read it; off makes the object an `INVALID_TYPE`.
    KNOWLEDGE_ENABLED(true),
    /// The user has "View Setup and Configuration", which `/limits` asks for.
    SETUP_VISIBLE(true),
    /// A publish moves `SystemModstamp` and `LastModifiedDate` of the version row (not documented either way).
    PUBLISH_MOVES_MODSTAMP(true),
    /// A change of data categories moves `SystemModstamp` of the version row (not documented either way).
    CATEGORIES_MOVE_MODSTAMP(false),
    /// A replaced online version is kept as an archived one.
    KEEP_OLD_VERSIONS(true),
    /// The authorize endpoint answers at once as if the user had logged in and approved.
    AUTO_APPROVE(false),
    /// Refresh Token Rotation: every refresh answers a new refresh token and kills the old one.
    ROTATE_REFRESH_TOKENS(false),
    /// The connected app is installed in the org; off refuses authorization with `invalid_client`.
    APP_INSTALLED(true),
    /// The administrator pressed Block on the connected app.
    APP_BLOCKED(false),
    /// Permitted users are those an administrator approved, and the user is not among them.
    APP_ACCESS_DENIED(false),
    /// The external client app was taken out of the org: authorizations and refreshes find no app.
    APP_REMOVED(false),
    /// An authorization without `code_challenge` is refused.
    PKCE_REQUIRED(false),
    /// Refresh token policy "Immediately expire": a refresh token never works.
    EXPIRE_REFRESH_TOKENS_AT_ONCE(false),
    /// The client's address is outside the ranges the org allows, or it is outside the login hours.
    IP_RESTRICTED(false),
    /// The user is frozen or locked out: no log-in and no token.
    USER_FROZEN(false),
    /// The org is locked, closed or suspended.
    ORG_LOCKED(false),
    /// Articles are not read without the "Knowledge User" feature licence (Classic always; Lightning disputed).
    LICENCE_NEEDED(false),
    /// Classic Knowledge: an object for each article type (the record types in use), no record types. To be set before
    /// there are articles.
    CLASSIC(false),
    /// Publishing a master anew marks its online translations out of date.
    UPDATES_OUTDATE_TRANSLATIONS(true),
    /// That mark moves `SystemModstamp` of the translation (not documented either way).
    OUTDATING_MOVES_MODSTAMP(false),
    /// Attaching a file moves `SystemModstamp` of the version row (not documented either way).
    FILES_MOVE_MODSTAMP(false),
    /// Answers are compressed for clients that accept gzip.
    COMPRESSION(true),
    /// Pages hold fewer rows than allowed, in odd sizes.
    ODD_PAGES(false);

    private final boolean initially;

    Switch(boolean initially) {
        this.initially = initially;
    }

    /// Whether a fresh org has it on.
    public boolean initially() {
        return initially;
    }

    /// The name in the control API, `drafts_visible`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
