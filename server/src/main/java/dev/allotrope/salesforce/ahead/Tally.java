package dev.allotrope.salesforce.ahead;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.source.AccessToken;
import dev.allotrope.source.ApiMeter;
import dev.allotrope.source.Grant;
import dev.allotrope.source.settings.SourceSettings;
import java.net.URI;

/// The calls of something that was asked for ahead, kept until somebody comes for it: a meter belongs to a slice of a
/// run, which may have ended by then. Whether a call may be made is asked at once.
final class Tally implements ApiMeter {
    private final ApiMeter asked;
    private int calls;
    private long used = -1;
    private long allowed = -1;

    Tally(ApiMeter asked) {
        this.asked = asked;
    }

    @Override
    public void admit() {
        asked.admit();
    }

    @Override
    public synchronized void called() {
        calls++;
    }

    @Override
    public synchronized void allowance(long nowUsed, long nowAllowed) {
        used = nowUsed;
        allowed = nowAllowed;
    }

    synchronized void settle(ApiMeter meter) {
        for (; calls > 0; calls--) {
            meter.called();
        }
        if (allowed >= 0) {
            meter.allowance(used, allowed);
        }
    }

    /// `grant`, counting here.
    Grant metering(Grant grant) {
        return new Metered(grant, this);
    }

    private record Metered(Grant grant, ApiMeter meter) implements Grant {
        @Override
        public ConnectionId connection() {
            return grant.connection();
        }

        @Override
        public AccessToken current() {
            return grant.current();
        }

        @Override
        public AccessToken renew(AccessToken rejected) {
            return grant.renew(rejected);
        }

        @Override
        public URI instance() {
            return grant.instance();
        }

        @Override
        public SourceSettings settings() {
            return grant.settings();
        }
    }
}
