package dev.allotrope.salesforce.sim.oauth;

import dev.allotrope.salesforce.sim.control.SimClock;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.user.User;
import dev.allotrope.salesforce.sim.user.Users;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Apps, codes, approvals and sessions of the org.
public final class Grants {

    /// Refresh tokens a user and app may hold at once.
    public static final int MAX_APPROVALS = 5;

    private static final Duration CODE_LIFE = Duration.ofMinutes(15);
    private static final int TOKEN_BYTES = 48;

    private final SimClock clock;
    private final Switches switches;
    private final Users users;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, ConnectedApp> apps = new HashMap<>();
    private final Map<String, Code> codes = new HashMap<>();
    private final List<Grant> grants = new ArrayList<>();
    private final Map<String, Session> sessions = new HashMap<>();

    public Grants(SimClock clock, Switches switches, Users users) {
        this.clock = clock;
        this.switches = switches;
        this.users = users;
    }

    /// Whoever logs in.
    Users users() {
        return users;
    }

    /// What the authorize call asked for and the user approved.
    record Approval(
            ConnectedApp app,
            User user,
            String redirectUri,
            Set<String> scopes,
            @Nullable String codeChallenge) {}

    /// What a token answer carries; `refreshToken` is null when none is handed out.
    record Issued(Grant grant, String accessToken, @Nullable String refreshToken) {}

    private record Code(Approval approval, Instant issued) {}

    private record Session(Grant grant, Instant lastUsed) {}

    /// Registers an app, or replaces the one with its client id.
    public synchronized void register(ConnectedApp app) {
        apps.put(app.clientId(), app);
    }

    /// The connected apps of the org.
    public synchronized List<ConnectedApp> apps() {
        return List.copyOf(apps.values());
    }

    synchronized Optional<ConnectedApp> app(String clientId) {
        return Optional.ofNullable(apps.get(clientId));
    }

    synchronized String code(Approval approval) {
        String code = "aPrx" + secret() + "==";
        codes.put(code, new Code(approval, clock.instant()));
        return code;
    }

    synchronized Issued exchange(ConnectedApp app, Map<String, String> form) {
        Code code = codes.remove(form.getOrDefault("code", ""));
        if (code == null || !code.approval().app().sameAs(app)) {
            throw new TokenException("invalid_grant", "invalid authorization code");
        }
        if (code.issued().plus(CODE_LIFE).isBefore(clock.instant())) {
            throw new TokenException("invalid_grant", "expired authorization code");
        }
        Approval approval = code.approval();
        if (!approval.redirectUri().equals(form.get("redirect_uri"))) {
            throw new TokenException("redirect_uri_mismatch", "redirect_uri must match configuration");
        }
        verify(approval.codeChallenge(), form.get("code_verifier"));
        Admission.ofCode(switches, approval.user());
        Grant grant =
                new Grant(app, approval.user().username(), approval.scopes(), "5Aep861" + secret(), clock.instant());
        grants.add(grant);
        dropOldest(grant);
        return new Issued(grant, open(grant), grant.hasRefreshToken() ? grant.refreshToken : null);
    }

    synchronized Issued refresh(ConnectedApp app, String refreshToken) {
        Grant grant = known(app, refreshToken);
        Admission.ofRefresh(switches, user(grant));
        requireAlive(grant, refreshToken);
        grant.lastUsed = clock.instant();
        String rotated = null;
        if (switches.on(Switch.ROTATE_REFRESH_TOKENS)) {
            grant.deadRefreshTokens.add(grant.refreshToken);
            rotated = "5Aep861" + secret();
            grant.refreshToken = rotated;
        }
        return new Issued(grant, open(grant), rotated);
    }

    /// Revokes a refresh token with its sessions, or one access token; false when the token is unknown.
    synchronized boolean revoke(String token) {
        Optional<Grant> grant =
                grants.stream().filter(each -> each.refreshToken.equals(token)).findFirst();
        grant.ifPresent(this::end);
        return grant.isPresent() || sessions.remove(token) != null;
    }

    /// The user of a living session, whose timeout starts anew; empty when it expired, was revoked, never was, or its
    /// user or app is shut out.
    public synchronized Optional<User> authenticate(String accessToken) {
        Session session = sessions.get(accessToken);
        Instant now = clock.instant();
        if (session == null || isOver(session, now)) {
            sessions.remove(accessToken);
            return Optional.empty();
        }
        sessions.put(accessToken, new Session(session.grant(), now));
        return Optional.of(user(session.grant()));
    }

    private boolean isOver(Session session, Instant now) {
        return session.lastUsed().plus(switches.sessionTimeout()).isBefore(now)
                || switches.on(Switch.APP_BLOCKED)
                || switches.on(Switch.ORG_LOCKED)
                || switches.on(Switch.USER_FROZEN)
                || !user(session.grant()).active();
    }

    private User user(Grant grant) {
        return users.named(grant.username);
    }

    /// Ends one session.
    public synchronized void expire(String accessToken) {
        sessions.remove(accessToken);
    }

    /// Ends every session; refresh tokens live on.
    public synchronized void expireSessions() {
        sessions.clear();
    }

    /// Revokes every approval, as an administrator does in Connected Apps OAuth Usage.
    public synchronized void revokeAll() {
        List.copyOf(grants).forEach(this::end);
    }

    /// Living approvals.
    public synchronized int approvals() {
        return grants.size();
    }

    /// Living sessions, expired ones not yet asked for included.
    public synchronized int sessions() {
        return sessions.size();
    }

    /// An access token of the integration user, for tests that need no flow.
    public synchronized String openSession() {
        return openSession("");
    }

    /// An access token of a user.
    public synchronized String openSession(String username) {
        ConnectedApp app = new ConnectedApp("sim", "sim", Set.of());
        String name = users.named(username).username();
        return open(new Grant(app, name, Set.of("api", "id"), "none", clock.instant()));
    }

    private Grant known(ConnectedApp app, String refreshToken) {
        return grants.stream()
                .filter(each -> each.app.sameAs(app))
                .filter(each -> each.refreshToken.equals(refreshToken) || each.deadRefreshTokens.contains(refreshToken))
                .findFirst()
                .orElseThrow(Grants::expired);
    }

    private void requireAlive(Grant grant, String refreshToken) {
        boolean dead = !grant.hasRefreshToken()
                || grant.deadRefreshTokens.contains(refreshToken)
                || switches.on(Switch.EXPIRE_REFRESH_TOKENS_AT_ONCE)
                || idle(grant)
                || old(grant);
        if (dead) {
            end(grant);
            throw expired();
        }
    }

    private boolean old(Grant grant) {
        Duration life = switches.refreshTokenLife();
        return life != null && grant.approved.plus(life).isBefore(clock.instant());
    }

    private boolean idle(Grant grant) {
        Duration most = switches.refreshTokenIdle();
        return most != null && grant.lastUsed.plus(most).isBefore(clock.instant());
    }

    private void dropOldest(Grant newest) {
        List<Grant> same = grants.stream()
                .filter(each -> each.app.sameAs(newest.app) && each.username.equals(newest.username))
                .toList();
        if (same.size() > MAX_APPROVALS) {
            end(same.getFirst());
        }
    }

    private void end(Grant grant) {
        grants.remove(grant);
        sessions.values().removeIf(session -> session.grant() == grant);
    }

    private String open(Grant grant) {
        String token = Org.ORGANIZATION_ID.substring(0, 15) + "!AR8AQ" + secret();
        sessions.put(token, new Session(grant, clock.instant()));
        return token;
    }

    private static TokenException expired() {
        return new TokenException("invalid_grant", "expired access/refresh token");
    }

    private static void verify(@Nullable String challenge, @Nullable String verifier) {
        if (challenge == null) {
            return;
        }
        if (verifier == null || verifier.isEmpty()) {
            throw new TokenException("invalid_grant", "code verifier is missing");
        }
        if (!challenge.equals(s256(verifier))) {
            throw new TokenException("invalid_request", "invalid code verifier");
        }
    }

    private static String s256(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private String secret() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
