/// How a body reaches a URL that somebody outside chose: one POST, to no address that the operator did not allow.
///
/// The name is resolved once, every address it has is judged, and the connection goes to those addresses, so that a
/// name which changes its mind in between gains nothing. Redirects are answers like any other. Start at [Courier].
@NullMarked
package dev.allotrope.notify.http;

import org.jspecify.annotations.NullMarked;
