/// What is known of a connection's source, so that one call tells whether anything has to be read.
///
/// A [dev.allotrope.sync.watch.Watch] holds the newest times up to which everything was read, by the source's own
/// clocks; [dev.allotrope.sync.watch.Watches] keeps it; [dev.allotrope.sync.watch.Pace] says how soon to ask again.
///
/// Invariant: a time is kept only when everything that bore it or an earlier one was read, and reading goes back
/// [dev.allotrope.sync.watch.Watch#LOOKBACK] behind it, so that nothing is lost that was committed late or by a clock
/// that is wrong.
@NullMarked
package dev.allotrope.sync.watch;

import org.jspecify.annotations.NullMarked;
