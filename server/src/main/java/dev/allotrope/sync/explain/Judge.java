package dev.allotrope.sync.explain;

import dev.allotrope.kernel.ProcessingOptions.Depth;
import dev.allotrope.library.audit.Trace;
import dev.allotrope.library.document.Document;
import dev.allotrope.library.document.DocumentStatus;
import dev.allotrope.source.audit.Sighting;
import dev.allotrope.source.audit.Sighting.State;
import dev.allotrope.source.audit.Sightings;
import dev.allotrope.sync.SyncRun;
import dev.allotrope.sync.explain.Explanation.Held;
import dev.allotrope.sync.explain.Explanation.Verdict;
import dev.allotrope.sync.explain.Fact.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Draws the conclusion for one document in one language. Reads nothing by itself but what the connected user sees at
/// all, and that only of a document that is not seen.
final class Judge {
    /// How far the source's clock may be from ours.
    static final Duration SKEW = Duration.ofMinutes(10);

    /// What is known of one document: its versions at the source, what of the connection's scope it fails, the document
    /// here and its traces.
    record Case(
            @Nullable String externalId,
            @Nullable String language,
            List<Sighting> seen,
            @Nullable String outside,
            @Nullable Document document,
            @Nullable Trace trace) {
        /// Nothing is known by that name.
        static final Case NOTHING = new Case(null, null, List.of(), null, null, null);
    }

    private final Case known;
    private final Circumstances around;
    private final @Nullable Sighting best;
    private final List<Fact> facts = new ArrayList<>();

    private Judge(Case known, Circumstances around) {
        this.known = known;
        this.around = around;
        this.best = Sightings.best(known.seen()).orElse(null);
    }

    static Verdict judge(Case known, Circumstances around) {
        return new Judge(known, around).verdict();
    }

    private Verdict verdict() {
        String notAsked = around.notAsked();
        if (notAsked != null) {
            facts.add(Fact.of(Kind.NOT_ASKED, notAsked));
        }
        known.seen().stream()
                .sorted(Comparator.comparing(Sighting::state))
                .map(Judge::seen)
                .forEach(facts::add);
        Document document = known.document();
        Reason reason = document == null ? missing() : here(document);
        if (known.trace() != null) {
            known.trace().files().stream().map(Judge::files).forEach(facts::add);
        }
        return new Verdict(
                known.externalId(), known.language(), reason, facts, document == null ? null : held(document));
    }

    private Reason here(Document document) {
        if (document.removalHeld()) {
            String run =
                    around.holding().map(holding -> holding.id().toString()).orElse("");
            facts.add(Fact.of(Kind.REMOVAL_HELD, run));
            return Reason.REMOVAL_HELD;
        }
        if (around.notAsked() == null && !published()) {
            facts.add(Fact.of(Kind.STILL_HERE));
            return best == null ? notSeen() : best.state() == State.DRAFT ? Reason.TAKEN_OFF : Reason.IN_ARCHIVE;
        }
        if (known.outside() != null) {
            facts.add(Fact.of(Kind.STILL_HERE));
            return filtered(known.outside());
        }
        facts.add(Fact.of(Kind.DOCUMENT_STATUS, document.status().name()));
        return switch (document.status()) {
            case FAILED -> failed(document);
            case ABORTED -> Reason.CANCELED;
            case QUEUED -> inWork();
            case SYNCING -> Reason.IN_QUEUE;
            case RECORDED -> notForSearch(document);
            case READY, EVALUATING -> ready(document);
        };
    }

    private Reason failed(Document document) {
        Trace.Withheld withheld = known.trace() == null ? null : known.trace().withheld();
        if (withheld != null) {
            return heldBack(withheld);
        }
        facts.add(Fact.of(Kind.DOCUMENT_ERROR, document.error()));
        return Reason.NOT_PROCESSED;
    }

    private Reason notForSearch(Document document) {
        facts.add(Fact.of(Kind.DEPTH, document.options().depth().name()));
        return Reason.NOT_FOR_SEARCH;
    }

    private Reason ready(Document document) {
        if (document.contentsDeleted()) {
            return deletedByOwner();
        }
        if (document.uploaded() == null && document.options().depth().compareTo(Depth.CHUNKS) < 0) {
            return notForSearch(document);
        }
        Document.Statistics statistics = document.statistics();
        if (statistics == null || statistics.chunks() == 0) {
            facts.add(Fact.of(Kind.NO_TEXT));
            return Reason.EMPTY;
        }
        String revision = document.revision() == null ? "" : document.revision().id();
        if (best != null && !revision.isEmpty() && !best.revisionId().equals(revision)) {
            facts.add(new Fact(Kind.HELD_REVISION, document.lastSync(), revision));
            around.open().ifPresent(this::inWork);
            return Reason.NEWER_VERSION;
        }
        facts.add(new Fact(Kind.SEARCHABLE, document.lastSync(), revision));
        return Reason.SEARCHABLE;
    }

    private Reason missing() {
        Trace trace = known.trace();
        Trace.Removed removed = trace == null ? null : trace.removed();
        if (removed != null) {
            facts.add(new Fact(Kind.HELD_UNTIL, removed.heldUntil(), ""));
        }
        if (best == null) {
            return around.notAsked() == null ? notSeen() : elsewise();
        }
        return switch (best.state()) {
            case PUBLISHED -> published(best);
            case DRAFT -> removed == null ? Reason.DRAFT_ONLY : Reason.TAKEN_OFF;
            case ARCHIVED -> Reason.IN_ARCHIVE;
        };
    }

    /// The source could not be asked: what is here may know all the same.
    private Reason elsewise() {
        Trace trace = known.trace();
        if (trace != null && trace.deletedByOwner() != null) {
            return deletedByOwner();
        }
        if (trace != null && trace.listed() != null) {
            return listed(trace.listed());
        }
        return Reason.NOT_ASKED;
    }

    private Reason published(Sighting sighting) {
        Trace trace = known.trace();
        if (trace != null && trace.deletedByOwner() != null) {
            return deletedByOwner();
        }
        if (known.outside() != null) {
            return filtered(known.outside());
        }
        if (trace != null && trace.listed() != null) {
            return listed(trace.listed());
        }
        facts.add(Fact.of(Kind.NEVER_LISTED));
        if (!around.syncAll()) {
            return notChosen();
        }
        return around.open().map(this::inWork).orElseGet(() -> notListed(sighting.since()));
    }

    private Reason listed(Trace.Listed listed) {
        facts.add(new Fact(Kind.LISTED, listed.seenAt(), ""));
        Trace.Withheld withheld = known.trace() == null ? null : known.trace().withheld();
        if (withheld != null) {
            return heldBack(withheld);
        }
        if (!around.syncAll()) {
            return notChosen();
        }
        return around.open().map(this::inWork).orElseGet(() -> notListed(listed.publishedAt()));
    }

    /// Nobody works on it: the latest run failed, or was too early.
    private Reason notListed(@Nullable Instant publishedAt) {
        Optional<SyncRun> failed = around.ended().filter(run -> run.status() == SyncRun.Status.FAILED);
        if (failed.isPresent()) {
            facts.add(new Fact(
                    Kind.RUN, failed.get().finishedAt(), failed.get().id().toString()));
            facts.add(Fact.of(Kind.RUN_ERROR, failed.get().error()));
            return Reason.RUN_FAILED;
        }
        Optional<SyncRun> listing = around.listing();
        if (listing.isEmpty()) {
            facts.add(Fact.of(Kind.NO_LISTING));
            return Reason.NOT_LISTED_YET;
        }
        Instant began = Optional.ofNullable(listing.get().startedAt())
                .orElse(listing.get().createdAt());
        facts.add(new Fact(Kind.LAST_LISTING, began, listing.get().id().toString()));
        boolean early = publishedAt == null || publishedAt.isAfter(began.minus(SKEW));
        return early ? Reason.NOT_LISTED_YET : Reason.UNEXPLAINED;
    }

    private Reason inWork() {
        return around.open().map(this::inWork).orElse(Reason.IN_QUEUE);
    }

    private Reason inWork(SyncRun run) {
        facts.add(new Fact(Kind.RUN, run.createdAt(), run.id().toString()));
        if (run.status() != SyncRun.Status.WAITING) {
            return Reason.IN_QUEUE;
        }
        facts.add(Fact.of(Kind.RUN_ERROR, run.error()));
        facts.add(new Fact(Kind.RUN_GOES_ON, run.retryAt(), ""));
        return Reason.RUN_WAITS;
    }

    private Reason filtered(String filter) {
        facts.add(Fact.of(Kind.FILTER, filter));
        return Reason.FILTERED;
    }

    private Reason heldBack(Trace.Withheld withheld) {
        facts.add(Fact.of(Kind.LIMIT, withheld.reason()));
        return switch (withheld.why()) {
            case LIMIT -> Reason.LIMIT_REACHED;
            case FORMAT -> Reason.FORMAT_NOT_ALLOWED;
        };
    }

    private Reason notChosen() {
        facts.add(Fact.of(Kind.CHOSEN_ONLY));
        return Reason.NOT_CHOSEN;
    }

    private Reason deletedByOwner() {
        Instant at = known.trace() == null ? null : known.trace().deletedByOwner();
        facts.add(new Fact(Kind.DELETED_BY_OWNER, at, ""));
        return Reason.DELETED_BY_OWNER;
    }

    private Reason notSeen() {
        facts.add(Fact.of(Kind.NOTHING_SEEN));
        seesAny(State.DRAFT, Kind.DRAFTS_SEEN, Kind.NO_DRAFTS_SEEN);
        seesAny(State.ARCHIVED, Kind.ARCHIVE_SEEN, Kind.NO_ARCHIVE_SEEN);
        return Reason.NOT_SEEN;
    }

    private void seesAny(State state, Kind some, Kind none) {
        Kind kind = around.visible()
                .get()
                .map(visible -> visible.contains(state) ? some : none)
                .orElse(Kind.RIGHT_NEEDED);
        facts.add(Fact.of(kind, around.rights().get(state)));
    }

    private boolean published() {
        return best != null && best.state() == State.PUBLISHED;
    }

    private static Fact seen(Sighting sighting) {
        Kind kind = switch (sighting.state()) {
            case PUBLISHED -> Kind.PUBLISHED;
            case DRAFT -> Kind.DRAFT;
            case ARCHIVED -> Kind.ARCHIVED;
        };
        return new Fact(kind, sighting.since(), sighting.revisionId());
    }

    private static Fact files(Trace.Withheld withheld) {
        return Fact.of(Kind.FILES_HELD_BACK, withheld.count() + ": " + withheld.reason());
    }

    private static Held held(Document document) {
        boolean ready = document.status() == DocumentStatus.READY || document.status() == DocumentStatus.EVALUATING;
        return new Held(
                document.id(),
                ready ? document.lastSync() : null,
                document.revision() == null ? null : document.revision().id());
    }
}
