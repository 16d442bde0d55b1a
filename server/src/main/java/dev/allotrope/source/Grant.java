package dev.allotrope.source;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.source.settings.SourceSettings;
import java.net.URI;

/// How we may act for a customer, live: a token is asked for when it is needed, never carried along.
public interface Grant {
    ConnectionId connection();

    AccessToken current();

    /// A token newer than `rejected`. One refresh at a time per connection, across nodes: when another caller was
    /// faster, its token is returned and nobody is asked. Throws [dev.allotrope.kernel.Failure] with
    /// `SOURCE_REVOKED` when only a new authorization helps.
    AccessToken renew(AccessToken rejected);

    /// The base address of the remote API for this connection.
    URI instance();

    /// What is taken and how, as it was set when this was handed out.
    SourceSettings settings();

    /// Counts calls and guards the remote allowance.
    ApiMeter meter();
}
