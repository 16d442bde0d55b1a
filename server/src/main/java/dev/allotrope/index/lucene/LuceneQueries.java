package dev.allotrope.index.lucene;

import dev.allotrope.index.Filter;
import dev.allotrope.index.Group;
import dev.allotrope.index.LexicalQuery;
import dev.allotrope.library.document.TagFilter;
import java.io.IOException;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
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

    private final Analyzers analyzers;

    LuceneQueries(Analyzers analyzers) {
        this.analyzers = analyzers;
    }

    /// The words of a query under the analyses of the groups that it can meet. BM25 scores are divided by what the
    /// words say in all, so that they compare between languages and queries: 1 is a chunk that has each word often;
    /// a word that nobody wrote lowers them all.
    Query words(LexicalQuery query, Set<Group> groups, Rarity rarity) throws IOException {
        BooleanQuery.Builder words = new BooleanQuery.Builder();
        double least = Double.POSITIVE_INFINITY;
        for (Analysis analysis : analyses(groups)) {
            SequencedSet<String> terms = analyzers.words(analysis, query.text(), MAX_WORDS);
            double all = rarity.of(Fields.text(analysis), terms);
            if (all > 0) {
                least = Math.min(least, all);
                float share = (float) (1 / all);
                switch (query.match()) {
                    case ANY -> addAny(words, analysis, terms, share);
                    case MOST -> words.add(new BoostQuery(most(analysis, terms), share), Occur.SHOULD);
                }
            }
        }
        float codeBoost = (float) (CODE_BOOST / (Double.isInfinite(least) ? 1 : least));
        CodeTerms.of(query.text()).stream()
                .distinct()
                .limit(MAX_WORDS)
                .forEach(code -> words.add(boosted(Fields.CODES, code, codeBoost), Occur.SHOULD));
        return words.build();
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
    private static void addAny(BooleanQuery.Builder words, Analysis analysis, SequencedSet<String> terms, float share) {
        for (String term : terms) {
            words.add(boosted(Fields.text(analysis), term, share), Occur.SHOULD);
            words.add(boosted(Fields.title(analysis), term, TITLE_BOOST * share), Occur.SHOULD);
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
