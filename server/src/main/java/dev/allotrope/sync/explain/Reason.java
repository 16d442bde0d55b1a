package dev.allotrope.sync.explain;

/// Why a document has its [Status]: what is to be done differs by reason.
public enum Reason {
    /// Here and searchable, as it is published.
    SEARCHABLE(Status.SYNCED),
    /// Never published, or not in this language.
    DRAFT_ONLY(Status.DRAFT),
    IN_ARCHIVE(Status.ARCHIVED),
    /// It was here, and the source has only a draft of it now.
    TAKEN_OFF(Status.UNPUBLISHED),
    /// The connected user sees no version of it.
    NOT_SEEN(Status.NOT_VISIBLE_OR_DELETED),
    /// A filter of the connection's scope keeps it out.
    FILTERED(Status.OUT_OF_SCOPE),
    /// The connection takes chosen documents only, and nobody chose it.
    NOT_CHOSEN(Status.OUT_OF_SCOPE),
    /// Its owner deleted it.
    DELETED_BY_OWNER(Status.OUT_OF_SCOPE),
    /// The organization does not want its format.
    FORMAT_NOT_ALLOWED(Status.OUT_OF_SCOPE),
    /// Only its record or its text was asked for, so that search does not find it.
    NOT_FOR_SEARCH(Status.OUT_OF_SCOPE),
    /// The fields that the connected user sees hold no text.
    EMPTY(Status.NO_BODY),
    /// It could not be fetched or processed.
    NOT_PROCESSED(Status.FAILED),
    /// The connection's latest run failed before it came to it.
    RUN_FAILED(Status.FAILED),
    /// It is no longer published, and its removal is held.
    REMOVAL_HELD(Status.HELD),
    /// A limit of the customer's holds it back.
    LIMIT_REACHED(Status.WAITING),
    /// Queued, or being fetched or processed.
    IN_QUEUE(Status.WAITING),
    /// The run that will bring it waits itself: for calls, or for the source to answer.
    RUN_WAITS(Status.WAITING),
    /// Published after the latest listing.
    NOT_LISTED_YET(Status.WAITING),
    /// A newer version is published than the one that is here.
    NEWER_VERSION(Status.WAITING),
    /// A sync was canceled before it was fetched.
    CANCELED(Status.WAITING),
    /// The source could not be asked, and what is here decides nothing.
    NOT_ASKED(Status.UNKNOWN),
    /// It should be here.
    UNEXPLAINED(Status.UNKNOWN);

    private final Status status;

    Reason(Status status) {
        this.status = status;
    }

    public Status status() {
        return status;
    }
}
