/// The Knowledge support resources of the REST API, v38 and later: articles of one language, and data category groups.
///
/// [SupportApi] is the entry point. [ArticlePages] lists articles, [ArticleDetail] shows one with the fields of its
/// layout and counts the view unless told not to; [CategoryTrees] shows the groups and categories a user sees.
///
/// Invariants: ids are those of articles, never of versions; dates end in `Z`; only what is online in the channel
/// asked for is shown.
@NullMarked
package dev.allotrope.salesforce.sim.support;

import org.jspecify.annotations.NullMarked;
