package dev.allotrope.connect.oauth;

import dev.allotrope.connect.Connection;
import dev.allotrope.connect.app.ConnectedApps;
import dev.allotrope.connect.token.Authorizers;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.Authorizer;
import dev.allotrope.source.ConnectedApp;
import dev.allotrope.source.IssuedTokens;
import dev.allotrope.source.RemoteUser;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.key.OpaqueToken;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes an end user through connecting: [#begin] gives the link, [#complete] answers the callback. Without a
/// browser, [#connect] takes over tokens. No request here holds a transaction while it waits for the remote
/// system.
public final class Authorizations {
    private static final String UNKNOWN =
            "This link is not known or was used already. Go back to the application and start again.";
    private static final String EXPIRED = "This link has expired. Go back to the application and start again.";
    private static final String DISCONNECTED =
            "This account was disconnected. Go back to the application and connect it again.";
    private static final Logger LOG = LoggerFactory.getLogger(Authorizations.class);

    private final Authorizers authorizers;
    private final ConnectedApps apps;
    private final States states;
    private final Enrolment enrolment;
    private final SyncLinks syncLinks;
    private final Liveness liveness;

    Authorizations(
            Authorizers authorizers,
            ConnectedApps apps,
            States states,
            Enrolment enrolment,
            SyncLinks syncLinks,
            Liveness liveness) {
        this.authorizers = authorizers;
        this.apps = apps;
        this.states = states;
        this.enrolment = enrolment;
        this.syncLinks = syncLinks;
        this.liveness = liveness;
    }

    /// The remote system's page where the end user approves; good for one use within 15 minutes. Throws [Failure]
    /// with `DOMAIN_INVALID` for a domain that is not the remote system's, and `NOT_CONFIGURED` without a
    /// connected app.
    public URI begin(Tenant tenant, AuthorizeRequest request) {
        Authorizer authorizer = authorizers.of(request.kind());
        String domain = authorizer.domain(request.domain());
        ConnectedApp app = apps.forOrganization(tenant.organization(), request.kind());
        Secret verifier = OpaqueToken.random();
        Secret state = states.keep(new States.Pending(
                tenant,
                States.Purpose.AUTHORIZE,
                request.kind(),
                domain,
                app.name(),
                app.redirect(),
                request.options(),
                Optional.of(verifier),
                Optional.empty()));
        return authorizer.authorization(domain, app, request.scopes(), state, verifier);
    }

    /// A link that syncs an existing account again with other options. As long as its authorization works it is
    /// a page of ours, answered by [#visit], good for one use within 15 minutes; otherwise the same as from
    /// [#begin]. Throws [Failure] with `NOT_FOUND`, and `REQUEST_INVALID` when it is not clear which account is
    /// meant.
    public URI resume(Tenant tenant, ResumeRequest request) {
        Authorizer authorizer = authorizers.of(request.kind());
        String domain = request.domain() == null ? null : authorizer.domain(request.domain());
        Optional<Connection> connection = syncLinks.meant(tenant, request, domain);
        if (connection.isPresent() && liveness.works(connection.get())) {
            return syncLinks.link(connection.get(), request.options());
        }
        String newDomain = connection.map(Connection::domain).orElse(domain);
        return begin(
                tenant,
                new AuthorizeRequest(
                        request.kind(), Objects.requireNonNull(newDomain), request.scopes(), request.options()));
    }

    /// What became of the visit that the remote system sent to our callback address. Never throws for what a
    /// visitor can bring along.
    public Outcome complete(Map<String, String> parameters) {
        String state = parameters.get("state");
        if (state == null) {
            return new Outcome.Refused(Outcome.Reason.STATE_UNKNOWN, UNKNOWN);
        }
        return switch (states.take(Secret.of(state), States.Purpose.AUTHORIZE)) {
            case States.Found.Unknown _ -> new Outcome.Refused(Outcome.Reason.STATE_UNKNOWN, UNKNOWN);
            case States.Found.Expired _ -> new Outcome.Refused(Outcome.Reason.STATE_EXPIRED, EXPIRED);
            case States.Found.Good good -> answered(good.pending(), parameters);
        };
    }

    /// What became of a visit to a link of ours from [#resume].
    public Outcome visit(String state) {
        return switch (states.take(Secret.of(state), States.Purpose.RESUME)) {
            case States.Found.Unknown _ -> new Outcome.Refused(Outcome.Reason.STATE_UNKNOWN, UNKNOWN);
            case States.Found.Expired _ -> new Outcome.Refused(Outcome.Reason.STATE_EXPIRED, EXPIRED);
            case States.Found.Good good -> resumed(good.pending());
        };
    }

    private Outcome resumed(States.Pending pending) {
        try {
            return syncLinks
                    .resume(pending)
                    .<Outcome>map(Outcome.Completed::new)
                    .orElseGet(() -> new Outcome.Refused(Outcome.Reason.REFUSED, DISCONNECTED));
        } catch (Failure failure) {
            LOG.warn("a visit to a link of tenant {} failed: {}", pending.tenant(), failure.getMessage());
            return new Outcome.Refused(reason(failure), failure.getMessage());
        }
    }

    /// Takes over tokens, after asking the remote system whom they speak for. Throws [Failure] as [#begin] does,
    /// and with `SOURCE_REFUSED` for a token that is not accepted.
    public Connection connect(Tenant tenant, Handover handover) {
        Authorizer authorizer = authorizers.of(handover.kind());
        String domain = authorizer.domain(handover.domain());
        IssuedTokens tokens = new IssuedTokens(
                new AccessToken(handover.accessToken()), handover.refreshToken(), authorizer.instance(domain));
        RemoteUser user = identified(authorizer, tokens);
        return enrolment.enrol(
                tenant,
                new Enrolment.Account(
                        handover.kind(),
                        domain,
                        user,
                        tokens,
                        apps.presumed(tenant.organization(), handover.kind()),
                        handover.options()));
    }

    /// Removes links that were never used, and clients that nothing was given to any more. Returns how many
    /// links.
    public int sweep() {
        int links = states.sweep();
        apps.sweep();
        return links;
    }

    private Outcome answered(States.Pending pending, Map<String, String> parameters) {
        try {
            return new Outcome.Completed(exchanged(pending, parameters));
        } catch (Failure failure) {
            LOG.warn(
                    "an authorization for tenant {} on {} failed: {}",
                    pending.tenant(),
                    pending.domain(),
                    failure.getMessage());
            boolean denied = "access_denied".equals(parameters.get("error"));
            if (denied) {
                enrolment.denied(pending.tenant());
            }
            return new Outcome.Refused(denied ? Outcome.Reason.DENIED : reason(failure), failure.getMessage());
        }
    }

    private Connection exchanged(States.Pending pending, Map<String, String> parameters) {
        Authorizer authorizer = authorizers.of(pending.kind());
        String error = parameters.get("error");
        String code = parameters.get("code");
        if (error != null || code == null || code.isBlank()) {
            throw authorizer.refusal(error == null ? "" : error, parameters.get("error_description"));
        }
        IssuedTokens tokens = authorizer.exchange(
                pending.domain(),
                app(pending),
                Secret.of(code),
                pending.verifier().orElseThrow());
        RemoteUser user = identified(authorizer, tokens);
        Connection connection = enrolment.enrol(
                pending.tenant(),
                new Enrolment.Account(
                        pending.kind(), pending.domain(), user, tokens, pending.app(), pending.options()));
        LOG.info("connection {} of tenant {} is authorized", connection.id(), connection.tenant());
        return connection;
    }

    /// With the address that the link was made with: the app may have been given another one since.
    private ConnectedApp app(States.Pending pending) {
        ConnectedApp app = apps.named(pending.tenant().organization(), pending.kind(), pending.app());
        return new ConnectedApp(app.name(), app.clientId(), app.clientSecret(), pending.redirect());
    }

    private static RemoteUser identified(Authorizer authorizer, IssuedTokens tokens) {
        return authorizer
                .identify(tokens.instance(), tokens.access())
                .orElseThrow(() -> new Failure(
                        ErrorCode.SOURCE_REFUSED,
                        "could not connect: the access token is not accepted; it may have expired, belong to another domain,"
                                + " or lack the scopes openid and api"));
    }

    private static Outcome.Reason reason(Failure failure) {
        return switch (failure.code().blame()) {
            case CALLER -> Outcome.Reason.REFUSED;
            case SOURCE ->
                failure.code() == ErrorCode.SOURCE_REFUSED || failure.code() == ErrorCode.SOURCE_REVOKED
                        ? Outcome.Reason.REFUSED
                        : Outcome.Reason.UNAVAILABLE;
            case CAPACITY, US -> Outcome.Reason.UNAVAILABLE;
        };
    }
}
