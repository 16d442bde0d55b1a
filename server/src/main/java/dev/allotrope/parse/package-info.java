/// Rich text to clean structured text.
///
/// Takes the body a source returned and yields Markdown-like text with its headings, links and images. Pure and deterministic:
/// the same body gives the same text, whatever it contains.
@NullMarked
@ApplicationModule(allowedDependencies = {"source", "kernel"})
package dev.allotrope.parse;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
