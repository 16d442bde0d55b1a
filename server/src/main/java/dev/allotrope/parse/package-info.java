/// Rich text to clean structured text.
///
/// Takes the body a source returned and yields Markdown-like text with its headings, links and images: lists with
/// markers, tables with pipes, code in fences, everything else as paragraphs. Start at [Parser]; `Walk` visits the
/// elements, `Lines` collects the text, `Markup` knows what single elements mean.
///
/// Pure and deterministic: the same body gives the same text, whatever it contains, and nothing in a body makes it
/// fail. A change of what [Parser] gives changes its version.
@NullMarked
@ApplicationModule(allowedDependencies = {"source", "kernel"})
package dev.allotrope.parse;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
