/// What waits for something to come, and what becomes of it when that does not come.
///
/// Internal to the library, whose [dev.allotrope.library.Intake] is the way in. [dev.allotrope.library.waiting.Waits]
/// reads, [dev.allotrope.library.waiting.Endings] writes, inside the transaction of whoever gives up.
@NullMarked
package dev.allotrope.library.waiting;

import org.jspecify.annotations.NullMarked;
