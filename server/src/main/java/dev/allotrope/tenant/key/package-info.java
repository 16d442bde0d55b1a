/// API keys and access tokens: what a caller shows, and whom it speaks for.
///
/// [dev.allotrope.tenant.key.Credentials] recognises them. Only hashes are stored, and nothing is cached: a revoked
/// credential fails on the next request.
@NullMarked
@NamedInterface("key")
package dev.allotrope.tenant.key;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
