/// The form of what receivers get: the body, character for character, and the signatures over it.
///
/// Everything here is pure. A body is made once, when an event is queued, and sent as it is on every attempt.
@NullMarked
package dev.allotrope.notify.message;

import org.jspecify.annotations.NullMarked;
