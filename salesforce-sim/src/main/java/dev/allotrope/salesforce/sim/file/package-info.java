/// Files attached to articles and images inside them, with real bytes.
///
/// [Files] holds documents and their versions, named by ids as Salesforce has them: document `069`, version `068`.
/// [SampleFile] makes small PDF, Word and text files out of a text; [RichTextImages] knows the addresses under which
/// images stand in rich text, and their bytes.
///
/// Invariants: a new upload makes a new version and keeps the document's id; the same input makes the same bytes.
@NullMarked
package dev.allotrope.salesforce.sim.file;

import org.jspecify.annotations.NullMarked;
