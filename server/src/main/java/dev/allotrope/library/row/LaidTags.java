package dev.allotrope.library.row;

/// Tags of the owner's that are laid over those which a document has already, as SQL.
public final class LaidTags {
    /// The most tags of its owner's that a document has.
    public static final int MAX = 500;

    private LaidTags() {}

    /// Whether a document may have these.
    public static String fit(String tags) {
        return "(SELECT count(*) FROM jsonb_object_keys(" + tags + ")) <= " + MAX;
    }

    /// `more` over `held`; only `held` when they would be too many.
    public static String over(String held, String more) {
        return "(SELECT CASE WHEN " + fit("laid.tags") + " THEN laid.tags ELSE " + held + " END FROM (SELECT " + held
                + " || " + more + " AS tags) laid)";
    }
}
