/// The OAuth 2.0 web server flow of the org: authorize, token, refresh, revoke, userinfo.
///
/// [OAuthEndpoints] answers HTTP; [Grants] holds what users approved. A [Grant] is one approval: one living refresh
/// token, the dead ones it had before, and its sessions. Reusing a dead refresh token revokes the whole grant; a
/// sixth approval of the same user and app revokes the oldest (Salesforce Help 005316711 and 000205876).
///
/// Invariants: a code is used once and lives 15 minutes; a redirect goes only to a registered URI; no answer names an
/// expiry of an opaque token.
@NullMarked
package dev.allotrope.salesforce.sim.oauth;

import org.jspecify.annotations.NullMarked;
