package dev.allotrope.connect;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.Authorizer;
import dev.allotrope.source.ConnectedApp;
import dev.allotrope.source.IssuedTokens;
import dev.allotrope.source.RemoteUser;
import dev.allotrope.source.SourceKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A remote system with refresh token rotation: a refresh token that is sent twice ends everything.
public final class FakeRemote implements Authorizer {
    public static final URI INSTANCE = URI.create("https://acme.my.salesforce.com");

    public RemoteUser user = new RemoteUser("00Dxx0000001gPLEAY", "005xx000001Sv6AAAS", "ada@example.com");
    /// Runs when a refresh is asked for.
    public Runnable whenAsked = () -> {};
    /// Runs when a refresh was carried out and before its answer arrives.
    public Runnable beforeAnswer = () -> {};

    /// Refresh tokens whose domains do not answer.
    public final Set<String> unreachable = new HashSet<>();
    /// Why nobody is let in, when that is so.
    public @Nullable String shutOut;

    public final List<String> refreshesSent = new ArrayList<>();
    public final List<String> revoked = new ArrayList<>();
    public final List<String> exchanged = new ArrayList<>();
    private final Set<String> goodAccess = new HashSet<>(Set.of("handed-over"));
    private String goodRefresh = "refresh-0";
    private int issued;

    @Override
    public SourceKind kind() {
        return SourceKind.SALESFORCE;
    }

    @Override
    public String domain(String typed) {
        if (!typed.endsWith(".my.salesforce.com")) {
            throw new Failure(ErrorCode.DOMAIN_INVALID, "not a domain");
        }
        return typed;
    }

    @Override
    public URI instance(String domain) {
        return URI.create("https://" + domain);
    }

    @Override
    public URI authorization(String domain, ConnectedApp app, List<String> scopes, Secret state, Secret verifier) {
        return URI.create("https://" + domain + "/authorize?state=" + state.reveal() + "&verifier=" + verifier.reveal()
                + "&scope=" + String.join("+", scopes));
    }

    @Override
    public synchronized IssuedTokens exchange(String domain, ConnectedApp app, Secret code, Secret verifier) {
        if (!code.reveal().equals("good-code")) {
            throw new Failure(ErrorCode.SOURCE_REFUSED, "could not exchange the authorization code: invalid_grant");
        }
        exchanged.add(verifier.reveal());
        return issue(true);
    }

    @Override
    public IssuedTokens refresh(String domain, ConnectedApp app, Secret refreshToken) {
        whenAsked.run();
        if (unreachable.contains(refreshToken.reveal())) {
            throw new Failure(ErrorCode.SOURCE_UNAVAILABLE, "could not refresh the access token: no answer");
        }
        if (shutOut != null) {
            throw new Failure(ErrorCode.SOURCE_REFUSED, shutOut);
        }
        IssuedTokens tokens = carryOut(refreshToken);
        beforeAnswer.run();
        return tokens;
    }

    private synchronized IssuedTokens carryOut(Secret refreshToken) {
        refreshesSent.add(refreshToken.reveal());
        if (!refreshToken.reveal().equals(goodRefresh)) {
            goodRefresh = "none";
            goodAccess.clear();
            throw new Failure(
                    ErrorCode.SOURCE_REVOKED,
                    "could not refresh the access token: invalid_grant; connect the account again to re-authorize it",
                    new Retry.AfterReauthorization(),
                    null);
        }
        return issue(true);
    }

    @Override
    public synchronized Optional<RemoteUser> identify(URI instance, AccessToken token) {
        return goodAccess.contains(token.value().reveal()) ? Optional.of(user) : Optional.empty();
    }

    @Override
    public synchronized void revoke(String domain, Secret token) {
        revoked.add(token.reveal());
    }

    @Override
    public Failure refusal(String error, @Nullable String description) {
        return new Failure(ErrorCode.SOURCE_REFUSED, "refused: " + error);
    }

    public synchronized IssuedTokens issue(boolean withRefresh) {
        issued++;
        goodAccess.add("access-" + issued);
        if (withRefresh) {
            goodRefresh = "refresh-" + issued;
        }
        return new IssuedTokens(
                new AccessToken(Secret.of("access-" + issued)), withRefresh ? Secret.of(goodRefresh) : null, INSTANCE);
    }

    public synchronized void expireSessions() {
        goodAccess.clear();
    }
}
