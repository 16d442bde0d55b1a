package dev.allotrope.index.lucene;

import dev.allotrope.index.Filter;
import dev.allotrope.index.Group;
import dev.allotrope.index.LexicalQuery;
import dev.allotrope.index.LexicalQuery.Match;
import dev.allotrope.index.lucene.Analyzers.Word;
import dev.allotrope.library.document.TagFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Turns our queries into Lucene's. What is returned matches chunks.
final class LuceneQueries {
    /// Distinct words of a query that count, for each analysis; keeps the clauses of a query over all analyses below
    /// Lucene's maximum of 1,024.
    static final int MAX_WORDS = 40;

    /// What a word in the title adds to what it scores in the text, which contains the title already.
    private static final float TITLE_BOOST = 0.3f;
    /// A code that matches exactly says more than its pieces.
    private static final float CODE_BOOST = 2f;
    /// Mistyped words of a query that are looked up: each costs a walk through the index's words.
    private static final int MAX_MISTYPED = 4;

    private final Analyzers analyzers;

    LuceneQueries(Analyzers analyzers) {
        this.analyzers = analyzers;
    }

    /// The words of a query under the analyses of the groups that it can meet. BM25 scores are divided by
    /// what the words say in all, so that they compare between languages and queries: 1 is a chunk that has
    /// each word often. A word that nobody wrote lowers them all; it may be a mistyped one, in the language
    /// that knows most of the query's words. Function words lower them too and find nothing, unless there
    /// are no others: a query that has many is a sentence, and its subject may be called otherwise in the
    /// articles.
    Query words(LexicalQuery query, Set<Group> groups, Vocabulary vocabulary) throws IOException {
        BooleanQuery.Builder words = new BooleanQuery.Builder();
        double least = Double.POSITIVE_INFINITY;
        for (Asked asked : asked(query, groups, vocabulary)) {
            float share = (float) (1 / asked.weight());
            least = Math.min(least, asked.weight());
            switch (query.match()) {
                case ANY -> addAny(words, asked, share);
                case MOST -> words.add(new BoostQuery(most(asked.analysis(), asked.words()), share), Occur.SHOULD);
            }
        }
        float codeBoost = (float) (CODE_BOOST / (Double.isInfinite(least) ? 1 : least));
        CodeTerms.of(query.text()).stream()
                .distinct()
                .limit(MAX_WORDS)
                .forEach(code -> words.add(boosted(Fields.CODES, code, codeBoost), Occur.SHOULD));
        return words.build();
    }

    /// A query as one analysis has it: its words, what may have been meant by those that nobody wrote, and what all
    /// say.
    private record Asked(Analysis analysis, SequencedSet<String> words, List<List<String>> meant, double weight) {}

    /// The distinct words of a query under one analysis, those of them that say what it is about, and those
    /// that nobody wrote.
    private record Typed(SequencedSet<String> all, SequencedSet<String> telling, List<String> unknown) {
        int known() {
            return all.size() - unknown.size();
        }
    }

    private List<Asked> asked(LexicalQuery query, Set<Group> groups, Vocabulary vocabulary) throws IOException {
        Map<Analysis, Typed> typed = new EnumMap<>(Analysis.class);
        for (Analysis analysis : analyses(groups)) {
            typed.put(analysis, typed(analysis, query.text(), vocabulary));
        }
        int most = typed.values().stream().mapToInt(Typed::known).max().orElse(0);
        List<Asked> asked = new ArrayList<>();
        for (Map.Entry<Analysis, Typed> each : typed.entrySet()) {
            boolean mayErr = query.match() == Match.ANY && each.getValue().known() == most;
            Asked one = asked(each.getKey(), each.getValue(), mayErr, vocabulary);
            if (one.weight() > 0) {
                asked.add(one);
            }
        }
        return asked;
    }

    private Typed typed(Analysis analysis, String text, Vocabulary vocabulary) throws IOException {
        String field = Fields.text(analysis);
        SequencedSet<String> all = new LinkedHashSet<>();
        SequencedSet<String> telling = new LinkedHashSet<>();
        for (Word word : analyzers.words(field, text, MAX_WORDS)) {
            all.add(word.term());
            if (!FunctionWords.has(analysis, text.substring(word.start(), word.end()))) {
                telling.add(word.term());
            }
        }
        return new Typed(all, telling.isEmpty() ? all : telling, vocabulary.unknown(field, all));
    }

    /// What was meant by a mistyped word counts in its place.
    private static Asked asked(Analysis analysis, Typed typed, boolean mayErr, Vocabulary vocabulary)
            throws IOException {
        String field = Fields.text(analysis);
        double weight = vocabulary.weight(field, typed.all());
        List<List<String>> meant = new ArrayList<>();
        List<String> mistyped = typed.unknown().stream()
                .filter(word -> mayErr && typed.telling().contains(word))
                .limit(MAX_MISTYPED)
                .toList();
        for (String word : mistyped) {
            List<String> near = vocabulary.meant(field, word);
            if (!near.isEmpty()) {
                meant.add(near);
                weight += vocabulary.weight(field, near) / near.size() - vocabulary.weight(field, List.of(word));
            }
        }
        return new Asked(analysis, typed.telling(), meant, weight);
    }

    Spelling spelling(Vocabulary vocabulary) {
        return new Spelling(analyzers, vocabulary);
    }

    /// The chunks of the documents that a filter admits, or null when it admits all.
    @Nullable
    Query filter(Filter filter) {
        if (filter.documents() == null && filter.tags() == null && filter.groups() == null) {
            return null;
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(new TermQuery(Fields.PARENTS), Occur.FILTER);
        if (filter.documents() != null) {
            all.add(
                    anyOf(
                            Fields.ID,
                            filter.documents().stream().map(Object::toString).toList()),
                    Occur.FILTER);
        }
        if (filter.tags() != null) {
            all.add(tags(filter.tags()), Occur.FILTER);
        }
        if (filter.groups() != null) {
            all.add(
                    anyOf(
                            Fields.GROUP,
                            filter.groups().stream().map(Group::term).toList()),
                    Occur.FILTER);
        }
        return all.build();
    }

    private static Set<Analysis> analyses(Set<Group> groups) {
        return groups.stream().map(group -> Analysis.of(group.language())).collect(Collectors.toSet());
    }

    /// One level of clauses, which Lucene skips through fastest.
    private static void addAny(BooleanQuery.Builder words, Asked asked, float share) {
        String text = Fields.text(asked.analysis());
        String title = Fields.title(asked.analysis());
        for (String term : asked.words()) {
            words.add(boosted(text, term, share), Occur.SHOULD);
            words.add(boosted(title, term, TITLE_BOOST * share), Occur.SHOULD);
        }
        for (List<String> meant : asked.meant()) {
            List<Query> near =
                    meant.stream().map(term -> boosted(text, term, share)).toList();
            words.add(new DisjunctionMaxQuery(near, 0), Occur.SHOULD);
        }
    }

    private static Query most(Analysis analysis, SequencedSet<String> terms) {
        if (terms.isEmpty()) {
            return new MatchNoDocsQuery("no words");
        }
        BooleanQuery.Builder inText = new BooleanQuery.Builder().setMinimumNumberShouldMatch((terms.size() + 1) / 2);
        BooleanQuery.Builder most = new BooleanQuery.Builder();
        for (String term : terms) {
            inText.add(new TermQuery(new Term(Fields.text(analysis), term)), Occur.SHOULD);
            most.add(boosted(Fields.title(analysis), term, TITLE_BOOST), Occur.SHOULD);
        }
        return most.add(inText.build(), Occur.MUST).build();
    }

    private static Query boosted(String field, String term, float boost) {
        return new BoostQuery(new TermQuery(new Term(field, term)), boost);
    }

    private static Query tags(TagFilter filter) {
        return switch (filter) {
            case TagFilter.AllOf all -> combined(all.parts(), Occur.FILTER, MatchAllDocsQuery.INSTANCE);
            case TagFilter.AnyOf any -> combined(any.parts(), Occur.SHOULD, new MatchNoDocsQuery("no parts"));
            case TagFilter.Is is -> tag(is);
        };
    }

    private static Query combined(List<TagFilter> parts, Occur occur, Query whenEmpty) {
        if (parts.isEmpty()) {
            return whenEmpty;
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        parts.forEach(part -> query.add(tags(part), occur));
        return query.build();
    }

    private static Query tag(TagFilter.Is is) {
        Query has = anyOf(
                Fields.TAG,
                is.values().stream().map(value -> Fields.tag(is.key(), value)).toList());
        if (!is.negated()) {
            return has;
        }
        return new BooleanQuery.Builder()
                .add(new TermQuery(Fields.PARENTS), Occur.FILTER)
                .add(has, Occur.MUST_NOT)
                .build();
    }

    private static Query anyOf(String field, List<String> terms) {
        return new TermInSetQuery(field, terms.stream().map(BytesRef::new).toList());
    }
}
