/// The org's Knowledge base in memory: articles, their versions per language, and the life cycle Salesforce
/// documents.
///
/// [Org] is the entry point; [ArticleVersion] is one row of `Knowledge__kav` and never changes in place: each
/// change puts a new value into the org, so a query may hold rows while the org goes on. [CorpusReader] and
/// [ArticleGenerator] fill it.
///
/// Invariants: a KnowledgeArticleId lives as long as its article; at most one draft and one online version exist
/// per article and language; every draft has an id and a version number of its own and keeps both when it is
/// published.
@NullMarked
package dev.allotrope.salesforce.sim.knowledge;

import org.jspecify.annotations.NullMarked;
