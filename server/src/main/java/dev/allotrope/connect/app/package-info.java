/// The OAuth clients that we can be: the server's own, and those that organizations bring along as white labels.
///
/// An authorization belongs to the client it was given to, so a client stays, out of sight, as long as a connection
/// needs it. Start at [dev.allotrope.connect.app.ConnectedApps].
@NullMarked
@NamedInterface("app")
package dev.allotrope.connect.app;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
