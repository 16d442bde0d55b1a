/// What is asked of Salesforce before it is needed, so that the wait for one answer overlaps with the next question.
///
/// [dev.allotrope.salesforce.ahead.PagesAhead] asks for the page behind the one that is being read, each on a thread of
/// its own. Nothing is asked that would not be asked a moment later, and little is held: what nobody came for within a
/// minute is let go.
@NullMarked
package dev.allotrope.salesforce.ahead;

import org.jspecify.annotations.NullMarked;
