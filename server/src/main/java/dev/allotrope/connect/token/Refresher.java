package dev.allotrope.connect.token;

import dev.allotrope.connect.app.ConnectedApps;
import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Retry;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.Authorizer;
import dev.allotrope.source.IssuedTokens;
import dev.allotrope.source.Patience;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets new access tokens, one request at a time per connection, across nodes.
///
/// With refresh token rotation, sending one refresh token twice ends the whole authorization. So a short
/// transaction locks the credential and commits `attempt_until` before the request; until that time, which is past
/// the request's deadline, nobody else sends the same token: they wait for the new one. The answer is stored before
/// it is used. All of this runs on its own small connection pool, since callers may hold connections of the main
/// one.
public final class Refresher {
    /// [Authorizer#DEADLINE] leaves room for a slow commit.
    static final Duration COMMIT = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(Refresher.class);

    private final Transactions transactions;
    private final CredentialTable credentials;
    private final Authorizers authorizers;
    private final ConnectedApps apps;
    private final Duration attempt;

    Refresher(
            Transactions transactions,
            CredentialTable credentials,
            Authorizers authorizers,
            ConnectedApps apps,
            Patience patience) {
        this.transactions = transactions;
        this.credentials = credentials;
        this.authorizers = authorizers;
        this.apps = apps;
        this.attempt = patience.deadline(Authorizer.DEADLINE).plus(patience.deadline(COMMIT));
    }

    /// What the connection acts with now. Throws `SOURCE_REVOKED` when nothing is left to act with.
    public Credential credential(Tenant tenant, ConnectionId id) {
        Credential credential =
                transactions.in(tenant, () -> credentials.find(tenant, id)).orElseThrow(() -> disconnected(id));
        requireAlive(credential);
        return credential;
    }

    /// See [dev.allotrope.source.Grant#renew].
    public AccessToken renew(Tenant tenant, ConnectionId id, AccessToken rejected) {
        long giveUp = System.nanoTime() + attempt.plusSeconds(5).toNanos();
        while (true) {
            switch (transactions.in(tenant, () -> claim(tenant, id, rejected))) {
                case Claim.Newer newer -> {
                    return newer.token();
                }
                case Claim.Ours ours -> {
                    return refresh(tenant, id, ours);
                }
                case Claim.Dead dead -> throw dead(tenant, id, dead.reason());
                case Claim.Wait _ -> pause(id, giveUp);
            }
        }
    }

    private sealed interface Claim {
        /// Another caller was faster.
        record Newer(AccessToken token) implements Claim {}

        /// The attempt is ours and committed.
        record Ours(Credential credential, Secret refreshToken) implements Claim {}

        record Wait() implements Claim {}

        record Dead(String reason) implements Claim {}
    }

    private Claim claim(Tenant tenant, ConnectionId id, AccessToken rejected) {
        Credential credential = credentials.lock(tenant, id).orElseThrow(() -> disconnected(id));
        requireAlive(credential);
        if (!credential.access().equals(rejected)) {
            return new Claim.Newer(credential.access());
        }
        Secret refreshToken = credential.refresh();
        if (refreshToken == null) {
            return new Claim.Dead("the access token ended and there is no refresh token");
        }
        if (credential.attempt() == Credential.Attempt.UNDER_WAY) {
            return new Claim.Wait();
        }
        credentials.attempt(tenant, id, attempt);
        return new Claim.Ours(credential, refreshToken);
    }

    private AccessToken refresh(Tenant tenant, ConnectionId id, Claim.Ours claim) {
        Credential credential = claim.credential();
        Authorizer authorizer = authorizers.of(credential.kind());
        IssuedTokens issued;
        try {
            issued = authorizer.refresh(
                    credential.domain(),
                    apps.named(tenant.organization(), credential.kind(), credential.app()),
                    claim.refreshToken());
        } catch (Failure failure) {
            throw settled(tenant, id, claim, failure);
        }
        return transactions
                .in(tenant, () -> stored(tenant, id, claim, issued))
                .orElseThrow(() -> orphaned(id, authorizer, credential.domain(), issued));
    }

    /// The token to use now; empty when the connection was disconnected meanwhile.
    private Optional<AccessToken> stored(Tenant tenant, ConnectionId id, Claim.Ours claim, IssuedTokens issued) {
        credentials.lockConnection(tenant, id);
        Optional<Credential> now = credentials.lock(tenant, id);
        if (now.isPresent() && !Objects.equals(claim.refreshToken(), now.get().refresh())) {
            // Authorized anew while we asked: those tokens are the good ones.
            return Optional.of(now.get().access());
        }
        if (now.isEmpty()) {
            return Optional.empty();
        }
        credentials.renew(tenant, id, issued);
        return Optional.of(issued.access());
    }

    private Failure settled(Tenant tenant, ConnectionId id, Claim.Ours claim, Failure failure) {
        if (failure.code() == ErrorCode.SOURCE_REVOKED) {
            return ended(tenant, id, claim, failure);
        }
        if (failure.code() != ErrorCode.SOURCE_UNAVAILABLE) {
            transactions.run(tenant, () -> credentials.attemptEnded(tenant, id));
        }
        // Otherwise the request may have been carried out: the attempt stands until its time has passed.
        return failure;
    }

    private Failure ended(Tenant tenant, ConnectionId id, Claim.Ours claim, Failure failure) {
        String interrupted = claim.credential().attempt() == Credential.Attempt.INTERRUPTED
                ? ". An earlier refresh was interrupted between the answer and its storage, which loses a rotated token"
                : "";
        String message = failure.getMessage() + interrupted;
        transactions.run(tenant, () -> invalidate(tenant, id, claim.refreshToken(), message));
        return new Failure(ErrorCode.SOURCE_REVOKED, message, new Retry.AfterReauthorization(), failure);
    }

    private Failure dead(Tenant tenant, ConnectionId id, String reason) {
        Failure failure = revoked(id, reason);
        transactions.run(tenant, () -> invalidate(tenant, id, null, failure.getMessage()));
        return failure;
    }

    /// Unless the connection was authorized anew meanwhile.
    private void invalidate(Tenant tenant, ConnectionId id, @Nullable Secret sent, String message) {
        credentials.lockConnection(tenant, id);
        credentials
                .lock(tenant, id)
                .filter(now -> Objects.equals(sent, now.refresh()))
                .ifPresent(now -> credentials.invalidate(tenant, id, message));
    }

    private Failure orphaned(ConnectionId id, Authorizer authorizer, String domain, IssuedTokens issued) {
        Secret refresh = issued.refresh();
        try {
            authorizer.revoke(domain, refresh == null ? issued.access().value() : refresh);
        } catch (Failure failure) {
            LOG.warn(
                    "connection {} was disconnected during a refresh; its new token stays good: {}",
                    id,
                    failure.getMessage());
        }
        return disconnected(id);
    }

    private void pause(ConnectionId id, long giveUp) {
        if (System.nanoTime() > giveUp) {
            throw new Failure(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "could not refresh the access token of data source " + id
                            + ": another refresh has no end yet; it is tried again",
                    Retry.after(attempt),
                    null);
        }
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ErrorCode.SOURCE_UNAVAILABLE, "could not wait for the refresh of data source " + id, e);
        }
    }

    private static void requireAlive(Credential credential) {
        String ended = credential.ended();
        if (ended != null) {
            throw new Failure(ErrorCode.SOURCE_REVOKED, ended, new Retry.AfterReauthorization(), null);
        }
    }

    private static Failure disconnected(ConnectionId id) {
        return revoked(id, "it was disconnected");
    }

    private static Failure revoked(ConnectionId id, String reason) {
        return new Failure(ErrorCode.SOURCE_REVOKED, words(id, reason), new Retry.AfterReauthorization(), null);
    }

    static String words(ConnectionId id, String reason) {
        return "could not act for data source " + id + ": " + reason + "; connect the account again to re-authorize it";
    }
}
