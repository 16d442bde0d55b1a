/// The little HTTP that the endpoints share: a [Request] read whole, a [Reply] made whole, JSON.
///
/// Replies are complete before the first byte is sent, so that a fault can cut, delay or drop them.
@NullMarked
package dev.allotrope.salesforce.sim.http;

import org.jspecify.annotations.NullMarked;
