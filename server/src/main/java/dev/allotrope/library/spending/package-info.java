/// What organizations spend on models that a provider charges for: tokens and calls, by model and day.
///
/// [Spending] is told by whoever embeds, for documents or for queries, and answers who asks. It counts a call when its
/// answer is read, so a crash in between loses that one call.
@NullMarked
@NamedInterface("spending")
package dev.allotrope.library.spending;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
