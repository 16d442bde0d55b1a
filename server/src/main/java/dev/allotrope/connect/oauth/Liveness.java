package dev.allotrope.connect.oauth;

import dev.allotrope.connect.Connection;
import dev.allotrope.connect.token.Authorizers;
import dev.allotrope.connect.token.Credential;
import dev.allotrope.connect.token.Refresher;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.Authorizer;
import java.util.Set;

/// Whether a connection's authorization still works, by asking the remote system.
final class Liveness {
    /// The last two are the vault's: of what its key is lost, or is another one, nothing can be made any more.
    private static final Set<ErrorCode> ENDED =
            Set.of(ErrorCode.SOURCE_REVOKED, ErrorCode.SOURCE_REFUSED, ErrorCode.NOT_CONFIGURED, ErrorCode.INTERNAL);

    private final Authorizers authorizers;
    private final Refresher refresher;

    Liveness(Authorizers authorizers, Refresher refresher) {
        this.authorizers = authorizers;
        this.refresher = refresher;
    }

    /// Refreshes the token when that is needed. Throws [Failure] when the remote system cannot be asked now.
    boolean works(Connection connection) {
        if (connection.revoked()) {
            return false;
        }
        try {
            AccessToken token =
                    refresher.credential(connection.tenant(), connection.id()).access();
            return accepts(connection, token)
                    || accepts(connection, refresher.renew(connection.tenant(), connection.id(), token));
        } catch (Failure failure) {
            if (ENDED.contains(failure.code())) {
                return false;
            }
            throw failure;
        }
    }

    private boolean accepts(Connection connection, AccessToken token) {
        Authorizer authorizer = authorizers.of(connection.kind());
        Credential credential = refresher.credential(connection.tenant(), connection.id());
        return authorizer.identify(credential.instance(), token).isPresent();
    }
}
