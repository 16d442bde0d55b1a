package dev.allotrope.sync;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.source.Grant;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.source.audit.Census;
import dev.allotrope.source.audit.Mention;
import dev.allotrope.source.audit.Sighting;
import dev.allotrope.source.audit.Sighting.State;
import dev.allotrope.source.audit.Sightings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Beside a source whose own counts a test does not ask for: it refuses to count.
final class SilentAuditor implements Auditor {
    @Override
    public Census census(Grant grant) {
        throw new Failure(ErrorCode.SOURCE_REFUSED, "could not count: not in this test");
    }

    @Override
    public Census censusInScope(Grant grant) {
        return census(grant);
    }

    @Override
    public List<Sighting> changedSince(Grant grant, Instant since) {
        return List.of();
    }

    @Override
    public Optional<Mention> mention(String typed) {
        return Optional.empty();
    }

    @Override
    public Optional<Mention> link(String target) {
        return Optional.empty();
    }

    @Override
    public Sightings sightings(Grant grant, Mention mention) {
        return Sightings.NONE;
    }

    @Override
    public Optional<String> right(State state) {
        return Optional.empty();
    }
}
