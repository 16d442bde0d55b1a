package dev.allotrope.connect.token;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.ApiMeter;
import dev.allotrope.source.Grant;
import dev.allotrope.source.settings.SourceSettings;
import dev.allotrope.tenant.Tenant;
import java.net.URI;

/// Holds no token: each is read when it is asked for.
public record ConnectionGrant(
        Tenant tenant, ConnectionId connection, Refresher refresher, SourceSettings settings, ApiMeter meter)
        implements Grant {
    @Override
    public AccessToken current() {
        return refresher.credential(tenant, connection).access();
    }

    @Override
    public AccessToken renew(AccessToken rejected) {
        return refresher.renew(tenant, connection, rejected);
    }

    @Override
    public URI instance() {
        return refresher.credential(tenant, connection).instance();
    }
}
