package dev.allotrope.salesforce;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.Secret;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.ApiMeter;
import dev.allotrope.source.Grant;
import dev.allotrope.source.settings.SourceSettings;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// Authority over a test org: counts renewals, calls and how often it is asked for its instance, and refuses to admit a
/// call when told so.
public final class TestGrant implements Grant, ApiMeter {
    private final ConnectionId connection = new ConnectionId(7);
    private final URI instance;
    private final UnaryOperator<String> newer;
    private volatile String token;

    public final AtomicLong renewals = new AtomicLong();
    public final AtomicLong admitted = new AtomicLong();
    public final AtomicLong called = new AtomicLong();
    public final AtomicLong instances = new AtomicLong();
    public volatile String allowance = "";
    public volatile SourceSettings settings = SourceSettings.DEFAULT;

    public TestGrant(URI instance, String token, UnaryOperator<String> newer) {
        this.instance = instance;
        this.token = token;
        this.newer = newer;
    }

    public static TestGrant numbered(URI instance) {
        return new TestGrant(instance, "token-1", old -> "token-" + (Integer.parseInt(old.substring(6)) + 1));
    }

    @Override
    public ConnectionId connection() {
        return connection;
    }

    @Override
    public AccessToken current() {
        return new AccessToken(Secret.of(token));
    }

    @Override
    public synchronized AccessToken renew(AccessToken rejected) {
        if (rejected.value().reveal().equals(token)) {
            renewals.incrementAndGet();
            token = newer.apply(token);
        }
        return current();
    }

    @Override
    public URI instance() {
        instances.incrementAndGet();
        return instance;
    }

    @Override
    public SourceSettings settings() {
        return settings;
    }

    @Override
    public ApiMeter meter() {
        return this;
    }

    @Override
    public void admit() {
        admitted.incrementAndGet();
    }

    @Override
    public void called() {
        called.incrementAndGet();
    }

    @Override
    public void allowance(long used, long allowed) {
        allowance = used + "/" + allowed;
    }
}
