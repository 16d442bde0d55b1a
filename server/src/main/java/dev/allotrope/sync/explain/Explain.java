package dev.allotrope.sync.explain;

import dev.allotrope.connect.Connection;
import dev.allotrope.connect.Connections;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.ErrorCode.Blame;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Page;
import dev.allotrope.library.Documents;
import dev.allotrope.library.audit.Trace;
import dev.allotrope.library.audit.Traces;
import dev.allotrope.library.document.Document;
import dev.allotrope.source.Source;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.source.audit.Census;
import dev.allotrope.source.audit.Mention;
import dev.allotrope.source.audit.Sighting;
import dev.allotrope.source.audit.Sighting.State;
import dev.allotrope.source.audit.Sightings;
import dev.allotrope.sync.ApiBudget;
import dev.allotrope.sync.SyncRuns;
import dev.allotrope.tenant.Tenant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Says of a document that somebody names why it is not here, or since when it is. Asks the source with one call or
/// two, at most with [#MOST_CALLS], which count as calls of ours like those of runs.
public final class Explain {
    /// A question that leads to an article, one for its scope and one for the categories in it, and what the connected
    /// user sees at all: up to three, one, one, and two calls; two before that describe an org which is not known
    /// yet.
    static final int MOST_CALLS = 9;

    /// The runs that are looked through, the latest ones.
    static final int RUNS = 20;

    private final Connections connections;
    private final Source source;
    private final Auditor auditor;
    private final ApiBudget budget;
    private final Traces traces;
    private final Documents documents;
    private final SyncRuns runs;

    /// The source, and what it says beyond what it publishes.
    record Remote(Source source, Auditor auditor) {}

    Explain(
            Connections connections,
            Remote remote,
            ApiBudget budget,
            Traces traces,
            Documents documents,
            SyncRuns runs) {
        this.connections = connections;
        this.source = remote.source();
        this.auditor = remote.auditor();
        this.budget = budget;
        this.traces = traces;
        this.documents = documents;
        this.runs = runs;
    }

    /// Throws [Failure] with `NOT_FOUND` for a connection that is not the tenant's, and `REQUEST_INVALID` for a text
    /// that can name nothing.
    public Explanation explain(Tenant tenant, ConnectionId id, String typed) {
        Connection connection = connections.get(tenant, id);
        Mention mention = auditor.mention(typed)
                .orElseThrow(() ->
                        Failure.invalid("could not explain what is no number, id, URL name or address of an article"));
        List<Trace> named = traces.find(tenant, id, mention);
        Answer answer = ask(connection, mention, named);
        List<Judge.Case> cases = cases(connection, answer, family(answer, named));
        Circumstances around = circumstances(connection, answer);
        Judge.Case meant = meant(mention, named, answer.sightings(), cases);
        return new Explanation(
                Judge.judge(meant, around),
                cases.stream()
                        .filter(known -> known != meant)
                        .map(known -> Judge.judge(known, around))
                        .toList());
    }

    /// What the source said, and what of the connection's scope is failed by which of it; or why it said nothing.
    private record Answer(
            Sightings sightings,
            Map<String, String> outside,
            @Nullable String notAsked) {
        static Answer none(String reason) {
            return new Answer(Sightings.NONE, Map.of(), reason);
        }
    }

    /// A name that the source does not know (any more) may be known here, with the family it named.
    private Answer ask(Connection connection, Mention mention, List<Trace> named) {
        if (connection.revoked()) {
            return Answer.none("the data source is disconnected");
        }
        List<String> families = named.stream().map(Trace::family).distinct().toList();
        try {
            return budget.within(connection.tenant(), connection.id(), grant -> {
                Sightings sightings = auditor.sightings(grant, mention);
                boolean again = sightings.all().isEmpty() && mention.families().isEmpty() && !families.isEmpty();
                Sightings all = again ? auditor.sightings(grant, Mention.of(families)) : sightings;
                return new Answer(all, source.outside(grant, publishedIds(all)), null);
            });
        } catch (Failure failure) {
            return Answer.none(tolerated(failure));
        }
    }

    private static List<String> publishedIds(Sightings sightings) {
        return sightings.all().stream()
                .filter(sighting -> sighting.state() == State.PUBLISHED)
                .map(Sighting::externalId)
                .toList();
    }

    private static String tolerated(Failure failure) {
        Blame blame = failure.code().blame();
        if (blame == Blame.CAPACITY || blame == Blame.US) {
            throw failure;
        }
        return failure.getMessage();
    }

    /// The one family that is meant; null when nothing is known by that name. What the source shows wins over what a
    /// name once meant here.
    private static @Nullable String family(Answer answer, List<Trace> named) {
        return Sightings.best(answer.sightings().all())
                .map(Sighting::family)
                .or(() -> named.stream()
                        .filter(trace -> trace.document() != null)
                        .map(Trace::family)
                        .findFirst())
                .or(() -> named.stream().map(Trace::family).findFirst())
                .orElse(null);
    }

    /// Every language of the family, the master first, then what is published, then by name.
    private List<Judge.Case> cases(Connection connection, Answer answer, @Nullable String family) {
        if (family == null) {
            return List.of();
        }
        Map<String, Trace> traced = new TreeMap<>();
        traces.find(connection.tenant(), connection.id(), Mention.of(List.of(family)))
                .forEach(trace -> traced.put(trace.externalId(), trace));
        Map<String, List<Sighting>> seen = answer.sightings().all().stream()
                .filter(sighting -> sighting.family().equals(family))
                .collect(Collectors.groupingBy(Sighting::externalId, TreeMap::new, Collectors.toList()));
        return Stream.concat(traced.keySet().stream(), seen.keySet().stream())
                .distinct()
                .map(id -> known(
                        connection.tenant(),
                        id,
                        seen.getOrDefault(id, List.of()),
                        answer.outside().get(id),
                        traced.get(id)))
                .sorted(Comparator.comparing((Judge.Case known) -> !master(known))
                        .thenComparing(known -> !published(known))
                        .thenComparing(known -> String.valueOf(known.externalId())))
                .toList();
    }

    private Judge.Case known(
            Tenant tenant, String externalId, List<Sighting> seen, @Nullable String outside, @Nullable Trace trace) {
        String language = seen.isEmpty() ? null : seen.getFirst().language();
        Document document = trace == null || trace.document() == null
                ? null
                : documents.find(tenant, trace.document()).orElse(null);
        return new Judge.Case(
                externalId,
                language == null && trace != null ? trace.language() : language,
                seen,
                outside,
                document,
                trace);
    }

    private static boolean master(Judge.Case known) {
        return known.trace() != null && known.trace().master();
    }

    private static boolean published(Judge.Case known) {
        return known.seen().stream().anyMatch(sighting -> sighting.state() == State.PUBLISHED);
    }

    /// The language that was asked for, or whose own name or version was named; else the first.
    private static Judge.Case meant(Mention mention, List<Trace> named, Sightings sightings, List<Judge.Case> cases) {
        String language = mention.language();
        if (language != null) {
            return cases.stream()
                    .filter(known -> language.equals(known.language()))
                    .findFirst()
                    .orElseGet(() -> new Judge.Case(null, language, List.of(), null, null, null));
        }
        String exact = sightings.meant() == null
                        && named.size() == 1
                        && mention.families().isEmpty()
                ? named.getFirst().externalId()
                : sightings.meant();
        return cases.stream()
                .filter(known -> exact == null || exact.equals(known.externalId()))
                .findFirst()
                .orElseGet(() -> cases.isEmpty() ? Judge.Case.NOTHING : cases.getFirst());
    }

    private Circumstances circumstances(Connection connection, Answer answer) {
        Map<State, String> rights = new EnumMap<>(State.class);
        for (State state : State.values()) {
            auditor.right(state).ifPresent(right -> rights.put(state, right));
        }
        return new Circumstances(
                connection.options().syncAll(),
                runs.list(connection.tenant(), connection.id(), Page.first(RUNS)),
                answer.notAsked(),
                new Visible(connection),
                rights);
    }

    /// What the connected user sees at all, asked for once.
    private final class Visible implements Supplier<Optional<Set<State>>> {
        private final Connection connection;
        private @Nullable Census census;

        Visible(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Optional<Set<State>> get() {
            Census known = census;
            if (known == null) {
                known = budget.within(connection.tenant(), connection.id(), auditor::census);
                census = known;
            }
            return known.coarse() == null ? Optional.of(known.visible()) : Optional.empty();
        }
    }
}
