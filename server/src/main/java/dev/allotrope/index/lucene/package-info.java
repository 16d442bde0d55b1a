/// The index in Lucene: one index a tenant, one block a document, with what each field holds named in `Fields`.
///
/// Everything but [dev.allotrope.index.lucene.LuceneIndex] is hidden behind the port. What a crash takes is followed
/// again, because position and mark of the library are committed together with the documents they stand for.
@NullMarked
package dev.allotrope.index.lucene;

import org.jspecify.annotations.NullMarked;
