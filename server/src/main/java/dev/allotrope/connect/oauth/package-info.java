/// How an end user lets us act for them: the link, the callback, and the connection that results.
///
/// [dev.allotrope.connect.oauth.Authorizations] takes them through it. A state is used once, whatever comes of it, and
/// no transaction is open while the remote system is waited for.
@NullMarked
@NamedInterface("oauth")
package dev.allotrope.connect.oauth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
