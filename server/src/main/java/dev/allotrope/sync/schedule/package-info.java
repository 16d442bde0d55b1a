/// Syncs that nobody asks for: each connection whose customer's settings want it is listed again, every so many hours.
///
/// [dev.allotrope.sync.schedule.ScheduledSync] plans and starts. A kill at any line neither loses a run nor starts it
/// twice, and what was missed while the server was away is caught up by one run.
@NullMarked
package dev.allotrope.sync.schedule;

import org.jspecify.annotations.NullMarked;
