package dev.allotrope.index.lucene;

import dev.allotrope.index.Group;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A searcher that remembers the groups of its documents, which every search asks for.
final class GroupedSearcher extends IndexSearcher {
    private volatile @Nullable Set<Group> groups;

    private GroupedSearcher(IndexReader reader) {
        super(reader);
    }

    Set<Group> groups() throws IOException {
        Set<Group> known = groups;
        if (known == null) {
            known = read(MultiTerms.getTerms(getIndexReader(), Fields.GROUP));
            groups = known;
        }
        return known;
    }

    private static Set<Group> read(@Nullable Terms terms) throws IOException {
        Set<Group> found = new HashSet<>();
        TermsEnum each = terms == null ? TermsEnum.EMPTY : terms.iterator();
        for (BytesRef term = each.next(); term != null; term = each.next()) {
            found.add(Group.parse(term.utf8ToString()));
        }
        return Set.copyOf(found);
    }

    /// Makes one for each refreshed reader.
    static final class Factory extends SearcherFactory {
        @Override
        public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
            return new GroupedSearcher(reader);
        }
    }
}
