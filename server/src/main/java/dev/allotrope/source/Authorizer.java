package dev.allotrope.source;

import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The OAuth side of a remote system: its addresses, its scopes, which hosts are its own, and what its refusals
/// mean. Holds no state and is safe for use by many threads.
///
/// Calls that reach the network end within [#DEADLINE] and throw [Failure]: `SOURCE_REFUSED` when the system says
/// no, `SOURCE_RATE_LIMITED`, `SOURCE_RESPONSE_MALFORMED`, and `SOURCE_UNAVAILABLE` when it is unknown whether the
/// request was carried out.
public interface Authorizer {
    /// The longest that a call here takes.
    Duration DEADLINE = Duration.ofSeconds(20);

    SourceKind kind();

    /// The host meant by what a user typed. Throws [Failure] with `DOMAIN_INVALID` and the expected form for
    /// anything but a customer's own host. Reaches no network.
    String domain(String typed);

    /// The base address of the API on `domain`, as long as no token answer names another one.
    URI instance(String domain);

    /// The page where the user logs in and approves. Empty scopes mean the usual ones; others replace them.
    URI authorization(String domain, ConnectedApp app, List<String> scopes, Secret state, Secret verifier);

    /// Turns the code of a callback into tokens.
    IssuedTokens exchange(String domain, ConnectedApp app, Secret code, Secret verifier);

    /// Throws `SOURCE_REVOKED` when the refresh token is dead: only a new authorization helps.
    IssuedTokens refresh(String domain, ConnectedApp app, Secret refreshToken);

    /// Whom the token speaks for; empty when the system does not accept it.
    Optional<RemoteUser> identify(URI instance, AccessToken token);

    /// Ends a token there; a refresh token takes its access tokens with it. A token that is dead already is no error.
    void revoke(String domain, Secret token);

    /// What an error that came back with a callback means, and what to do.
    Failure refusal(String error, @Nullable String description);
}
