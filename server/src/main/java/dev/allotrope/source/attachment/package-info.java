/// What belongs to the documents of a source beside their text: files that hang on them, and images that they show.
///
/// [Attachments] is the port; a source whose documents have files implements it beside [dev.allotrope.source.Source].
/// Bytes are asked for by ids alone, never by an address that stands in a body.
@NullMarked
@NamedInterface("attachment")
package dev.allotrope.source.attachment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
