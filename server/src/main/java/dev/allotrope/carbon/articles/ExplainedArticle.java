package dev.allotrope.carbon.articles;

import dev.allotrope.sync.explain.Explanation;
import dev.allotrope.sync.explain.Explanation.Held;
import dev.allotrope.sync.explain.Explanation.Verdict;
import dev.allotrope.sync.explain.Fact;
import dev.allotrope.sync.explain.Reason;
import dev.allotrope.sync.explain.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of an article: `status` in a word, `reason` more closely, `evidence` it rests on, and `action`, what to
/// do. `since` and `revision` are those of the file that search finds; `other_languages` are the rest of the article.
record ExplainedArticle(
        Status status,
        Reason reason,
        List<Evidence> evidence,
        String action,
        @Nullable String externalId,
        @Nullable String language,
        @Nullable Long fileId,
        @Nullable Instant since,
        @Nullable String revision,
        List<ExplainedLanguage> otherLanguages) {
    /// Who says so.
    enum Witness {
        SALESFORCE,
        ALLOTROPE
    }

    /// One thing that is known, as a sentence.
    record Evidence(
            Witness source,
            Fact.Kind fact,
            String text,
            @Nullable Instant at) {
        static Evidence of(Fact fact) {
            Witness witness = switch (fact.kind().witness()) {
                case SOURCE -> Witness.SALESFORCE;
                case LIBRARY -> Witness.ALLOTROPE;
            };
            return new Evidence(witness, fact.kind(), Words.sentence(fact), fact.at());
        }
    }

    /// The same article in another language.
    record ExplainedLanguage(
            Status status,
            Reason reason,
            List<Evidence> evidence,
            String action,
            @Nullable String externalId,
            @Nullable String language,
            @Nullable Long fileId) {
        static ExplainedLanguage of(Verdict verdict) {
            Held held = verdict.held();
            return new ExplainedLanguage(
                    verdict.reason().status(),
                    verdict.reason(),
                    verdict.facts().stream().map(Evidence::of).toList(),
                    Words.action(verdict.reason()),
                    verdict.externalId(),
                    verdict.language(),
                    held == null ? null : held.document().value());
        }
    }

    static ExplainedArticle of(Explanation explanation) {
        ExplainedLanguage asked = ExplainedLanguage.of(explanation.verdict());
        Held held = explanation.verdict().held();
        return new ExplainedArticle(
                asked.status(),
                asked.reason(),
                asked.evidence(),
                asked.action(),
                asked.externalId(),
                asked.language(),
                asked.fileId(),
                held == null ? null : held.since(),
                held == null ? null : held.revision(),
                explanation.others().stream().map(ExplainedLanguage::of).toList());
    }
}
