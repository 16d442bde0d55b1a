/// Building search indexes again: who wishes it, and how far it is.
///
/// [Rebuilds] gives a library a new mark, which makes every index of it one of another library; the follower then
/// builds a new one and notes here how far it is. `reindex` is the wish as a command.
@NullMarked
@NamedInterface("rebuild")
package dev.allotrope.library.rebuild;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
