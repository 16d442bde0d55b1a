package dev.allotrope.connect;

import dev.allotrope.connect.token.Refresher;
import dev.allotrope.job.JobHandler;
import dev.allotrope.job.Lane;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Refreshes the tokens of connections that nobody used for a while: refresh tokens may expire after 30 idle days. Whom
/// the remote system lets in no more shows it, though no run asked, until it lets them in again.
public final class TokenUpkeep implements JobHandler {
    static final String NAME = "token_upkeep";
    static final String INSTANCE = "all";

    /// How long a token may go without a refresh.
    public static final Duration MAX_AGE = Duration.ofDays(7);

    /// How often to look for neglected tokens.
    static final Duration INTERVAL = Duration.ofHours(1);

    /// How soon one that failed is tried again.
    static final Duration RETRY = Duration.ofHours(6);

    private static final Set<ErrorCode> ENDED = Set.of(ErrorCode.SOURCE_REVOKED, ErrorCode.SOURCE_REFUSED);
    private static final Logger LOG = LoggerFactory.getLogger(TokenUpkeep.class);

    private final Connections connections;
    private final Refresher refresher;
    private final InstantSource clock;

    TokenUpkeep(Connections connections, Refresher refresher, InstantSource clock) {
        this.connections = connections;
        this.refresher = refresher;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Lane lane() {
        return Lane.PROMPT;
    }

    @Override
    public boolean pending(String instance) {
        return true;
    }

    @Override
    public Outcome run(String instance) {
        Instant end = clock.instant().plus(SLICE);
        while (clock.instant().isBefore(end)) {
            if (!refreshNext()) {
                return new Outcome.Again(INTERVAL);
            }
        }
        return Outcome.AGAIN;
    }

    /// Refreshes the token that waits longest and returns whether one was stale. One at a time, because each may
    /// wait for the remote system: who stops the server waits for one, and no other loses its turn. A failure is
    /// logged and stops none of the others; a dead authorization shows on its connection.
    private boolean refreshNext() {
        Optional<Connections.Owned> stale = connections.takeStaleToken(MAX_AGE, RETRY);
        stale.ifPresent(this::refresh);
        return stale.isPresent();
    }

    private void refresh(Connections.Owned stale) {
        try {
            renew(stale);
        } catch (Failure failure) {
            LOG.warn("the idle token of connection {} was not refreshed: {}", stale.id(), failure.getMessage());
        }
    }

    private void renew(Connections.Owned stale) {
        try {
            refresher.renew(
                    stale.tenant(),
                    stale.id(),
                    refresher.credential(stale.tenant(), stale.id()).access());
        } catch (Failure failure) {
            if (ENDED.contains(failure.code())) {
                connections.refused(stale.tenant(), stale.id(), failure.getMessage());
            }
            throw failure;
        }
    }
}
