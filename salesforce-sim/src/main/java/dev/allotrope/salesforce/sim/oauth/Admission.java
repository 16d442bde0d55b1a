package dev.allotrope.salesforce.sim.oauth;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.user.Right;
import dev.allotrope.salesforce.sim.user.User;
import java.util.Optional;

/// Who is let in, before any token is looked at (Salesforce Help, OAuth 2.0 Authorization Errors; 005132365 for apps
/// that are not installed).
final class Admission {

    private Admission() {}

    /// Why a user may not log in to authorize the app.
    static Optional<TokenException> toLogIn(Switches switches, User user) {
        return org(switches).or(() -> user(switches, user));
    }

    /// A new approval needs the app in the org.
    static void ofCode(Switches switches, User user) {
        Optional<TokenException> notInstalled = switches.on(Switch.APP_INSTALLED)
                ? Optional.empty()
                : Optional.of(new TokenException("invalid_client", "app must be installed into org"));
        notInstalled.or(() -> app(switches)).or(() -> toLogIn(switches, user)).ifPresent(Admission::refuse);
    }

    /// Approvals from before go on when the app is not installed, not when it is blocked or taken away.
    static void ofRefresh(Switches switches, User user) {
        app(switches).or(() -> toLogIn(switches, user)).ifPresent(Admission::refuse);
    }

    private static Optional<TokenException> app(Switches switches) {
        if (switches.on(Switch.APP_BLOCKED)) {
            return Optional.of(new TokenException("OAUTH_APP_BLOCKED", "this app is blocked by admin"));
        }
        return switches.on(Switch.APP_REMOVED)
                ? Optional.of(new TokenException("app_not_found", "External client app is not installed in this org"))
                : Optional.empty();
    }

    private static Optional<TokenException> org(Switches switches) {
        if (switches.on(Switch.ORG_LOCKED)) {
            return Optional.of(new TokenException("inactive_org", "organization is locked, closed, or suspended"));
        }
        return switches.on(Switch.IP_RESTRICTED)
                ? Optional.of(new TokenException("invalid_grant", "ip restricted or invalid login hours"))
                : Optional.empty();
    }

    private static Optional<TokenException> user(Switches switches, User user) {
        if (!user.active()) {
            return Optional.of(new TokenException("inactive_user", "user is inactive"));
        }
        if (switches.on(Switch.USER_FROZEN)) {
            return Optional.of(new TokenException("invalid_grant", "authentication failure"));
        }
        return switches.on(Switch.APP_ACCESS_DENIED) || !user.has(Right.APP_ACCESS)
                ? Optional.of(new TokenException("invalid_app_access", "user is not admin approved to access this app"))
                : Optional.empty();
    }

    private static void refuse(TokenException reason) {
        throw reason;
    }
}
