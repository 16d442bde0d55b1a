/// Items: what the listings of a connection showed, whether or not a document was made of it.
///
/// [dev.allotrope.library.item.Items] remembers by which run each was listed or asked for again, which is what the
/// proof that something is gone stands on.
@NullMarked
@NamedInterface("item")
package dev.allotrope.library.item;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
