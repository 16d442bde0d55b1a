/// What a customer's limits leave room for, and what has to wait because they do not.
///
/// [Allowance] judges: it knows what is held and what each run added, and makes those who add to the same library
/// wait for each other where there is a limit. [Withholding] remembers what was held back, items that became no
/// documents and documents whose content was not taken, and finds what fits by now. Whoever uses them calls them
/// first in a transaction, before any document is locked.
@NullMarked
package dev.allotrope.library.limits;

import org.jspecify.annotations.NullMarked;
