/// How documents and what they hold stand in the tables: what several stores of the library share.
///
/// Internal to the library. Whoever writes several documents locks them first, through
/// [dev.allotrope.library.row.DocumentLocks].
@NullMarked
package dev.allotrope.library.row;

import org.jspecify.annotations.NullMarked;
