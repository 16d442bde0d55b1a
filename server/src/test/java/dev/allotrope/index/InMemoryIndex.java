package dev.allotrope.index;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.index.DocumentChange.IndexedChunk;
import dev.allotrope.index.DocumentChange.Put;
import dev.allotrope.index.DocumentChange.Remove;
import dev.allotrope.index.lucene.CodeTerms;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.document.TagFilter;
import dev.allotrope.tenant.Tenant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The reference: what an index means, by looking at everything each time. Words are runs of letters and digits in
/// lower case, whatever the language; a chunk scores the share of the query's words that it has, and a code is a word
/// more.
public final class InMemoryIndex implements Index {
    private static final Pattern WORD = Pattern.compile("\\p{L}{5,}");

    private record State(Head head, Map<DocumentId, Put> documents) {}

    private final Map<Tenant, State> states = new ConcurrentHashMap<>();

    @Override
    public void apply(Tenant tenant, Head head, List<DocumentChange> changes) {
        states.compute(tenant, (key, before) -> {
            Map<DocumentId, Put> documents = new HashMap<>(before == null ? Map.of() : before.documents());
            for (DocumentChange change : changes) {
                switch (change) {
                    case Put put -> documents.put(put.document(), put);
                    case Remove remove -> documents.remove(remove.document());
                }
            }
            return new State(head, Map.copyOf(documents));
        });
    }

    @Override
    public Optional<Head> applied(Tenant tenant) {
        return Optional.ofNullable(states.get(tenant)).map(State::head);
    }

    @Override
    public Optional<Head> durable(Tenant tenant) {
        return applied(tenant);
    }

    @Override
    public void drop(Tenant tenant) {
        states.remove(tenant);
    }

    @Override
    public View view(Tenant tenant) {
        State state = states.get(tenant);
        return new InMemoryView(state == null ? Map.of() : state.documents());
    }

    private record InMemoryView(Map<DocumentId, Put> documents) implements View {
        @Override
        public Set<Group> groups() {
            return documents.values().stream()
                    .filter(put -> !put.chunks().isEmpty())
                    .map(InMemoryView::group)
                    .collect(Collectors.toSet());
        }

        @Override
        public List<Hit> lexical(LexicalQuery query) {
            Set<String> wanted = words(query.text());
            Set<String> codes = new HashSet<>(CodeTerms.of(query.text()));
            int least = query.match() == LexicalQuery.Match.MOST ? (wanted.size() + 1) / 2 : 1;
            return best(query.filter(), query.limit(), (put, chunk) -> {
                String text = text(put, chunk);
                long found = words(text).stream().filter(wanted::contains).count();
                boolean code = CodeTerms.of(text).stream().anyMatch(codes::contains);
                return found >= least || code
                        ? Optional.of(new Hit(
                                put.document(),
                                chunk.ordinal(),
                                0,
                                (found + (code ? 1.0 : 0)) / Math.max(1, wanted.size())))
                        : Optional.empty();
            });
        }

        @Override
        public List<Hit> nearest(VectorQuery query) {
            return best(query.filter(), query.limit(), (put, chunk) -> {
                if (!query.embedder().equals(put.embedder())) {
                    return Optional.empty();
                }
                return IntStream.range(0, chunk.windows().size())
                        .mapToObj(window -> new Hit(
                                put.document(),
                                chunk.ordinal(),
                                window,
                                chunk.windows().get(window).dot(query.vector())))
                        .min(Hit.BEST_FIRST);
            });
        }

        @Override
        public OptionalDouble ordinary(EmbedderId embedder, Embedding vector) {
            return documents.values().stream()
                    .filter(put -> embedder.equals(put.embedder()))
                    .flatMap(put -> put.chunks().stream())
                    .flatMap(chunk -> chunk.windows().stream())
                    .mapToDouble(vector::dot)
                    .average();
        }

        @Override
        public String respelled(String text, Predicate<String> suspect) {
            Set<String> written = documents.values().stream()
                    .flatMap(put -> put.chunks().stream().flatMap(chunk -> words(text(put, chunk)).stream()))
                    .collect(Collectors.toSet());
            return WORD.matcher(text).replaceAll(typed -> {
                String word = typed.group().toLowerCase(Locale.ROOT);
                return written.contains(word) || !suspect.test(word)
                        ? typed.group()
                        : written.stream()
                                .filter(other -> other.charAt(0) == word.charAt(0))
                                .filter(other -> errors(word, other) <= (word.length() < 8 ? 1 : 2))
                                .min(Comparator.comparingInt((String other) -> errors(word, other))
                                        .thenComparing(Comparator.naturalOrder()))
                                .orElse(typed.group());
            });
        }

        /// Letters left out, put in, exchanged or swapped with the next.
        private static int errors(String one, String other) {
            int[][] least = new int[one.length() + 1][other.length() + 1];
            for (int i = 0; i <= one.length(); i++) {
                for (int j = 0; j <= other.length(); j++) {
                    if (i == 0 || j == 0) {
                        least[i][j] = i + j;
                        continue;
                    }
                    int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                    least[i][j] =
                            Math.min(Math.min(least[i - 1][j], least[i][j - 1]) + 1, least[i - 1][j - 1] + changed);
                    if (i > 1
                            && j > 1
                            && one.charAt(i - 1) == other.charAt(j - 2)
                            && one.charAt(i - 2) == other.charAt(j - 1)) {
                        least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
                    }
                }
            }
            return least[one.length()][other.length()];
        }

        @Override
        public void close() {}

        private List<Hit> best(Filter filter, int limit, BiFunction<Put, IndexedChunk, Optional<Hit>> scoring) {
            return documents.values().stream()
                    .filter(put -> admits(filter, put))
                    .flatMap(put -> put.chunks().stream().map(chunk -> scoring.apply(put, chunk)))
                    .flatMap(Optional::stream)
                    .sorted(Hit.BEST_FIRST)
                    .limit(limit)
                    .toList();
        }

        private static boolean admits(Filter filter, Put put) {
            return (filter.documents() == null || filter.documents().contains(put.document()))
                    && (filter.tags() == null || admits(filter.tags(), put.tags()))
                    && (filter.groups() == null || filter.groups().contains(group(put)));
        }

        private static boolean admits(TagFilter filter, Tags tags) {
            return switch (filter) {
                case TagFilter.AllOf all -> all.parts().stream().allMatch(part -> admits(part, tags));
                case TagFilter.AnyOf any -> any.parts().stream().anyMatch(part -> admits(part, tags));
                case TagFilter.Is is ->
                    is.negated()
                            != Stream.ofNullable(tags.values().get(is.key()))
                                    .flatMap(value -> value.all().stream())
                                    .anyMatch(is.values()::contains);
            };
        }

        private static Group group(Put put) {
            return new Group(put.model(), put.embedder(), put.language());
        }

        private static String text(Put put, IndexedChunk chunk) {
            return Stream.of(Stream.of(put.title()), chunk.headings().stream(), Stream.of(chunk.text()))
                    .flatMap(parts -> parts)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("\n"));
        }

        private static Set<String> words(String text) {
            return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{Nd}]+"))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.toSet());
        }
    }
}
