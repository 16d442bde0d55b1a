/// What a document is to those who ask for it: its record, its status, and which documents in which order.
///
/// Facts only. The stores that answer with them are in [dev.allotrope.library], and a
/// [dev.allotrope.library.document.DocumentFilter] becomes SQL in `library.row`.
@NullMarked
@NamedInterface("document")
package dev.allotrope.library.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
