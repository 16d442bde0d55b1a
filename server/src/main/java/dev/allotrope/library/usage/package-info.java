/// How much tenants and organizations hold.
///
/// [dev.allotrope.library.usage.Usage] sums over the documents as they are; nothing is counted up on the side, so
/// nothing can drift.
@NullMarked
@NamedInterface("usage")
package dev.allotrope.library.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
