/// Syncs that nobody asks for: each connection whose customer's settings want it is listed again, every so many hours,
/// and each whose own settings want it is asked every so many minutes whether anything moved.
///
/// [dev.allotrope.sync.schedule.ScheduledSync] plans and starts, [dev.allotrope.sync.schedule.Checks] the questions. A
/// kill at any line neither loses a run nor starts it
/// twice, and what was missed while the server was away is caught up by one run.
@NullMarked
package dev.allotrope.sync.schedule;

import org.jspecify.annotations.NullMarked;
