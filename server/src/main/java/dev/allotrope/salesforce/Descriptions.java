package dev.allotrope.salesforce;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.rest.ByConnection;
import dev.allotrope.salesforce.rest.StaleDescription;
import dev.allotrope.source.Grant;
import dev.allotrope.source.settings.SourceSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/// Remembers for a while what each connection's Knowledge looks like. Safe for use by many threads.
final class Descriptions {
    /// How long a description is believed by what begins afresh: a right that was granted is seen by the first listing
    /// after that time.
    static final Duration LIFE = Duration.ofMinutes(10);
    /// How long it is believed by everything else.
    static final Duration LONG_LIFE = Duration.ofDays(1);

    private final Describing describing;
    private final ByConnection<Knowledge> remembered;

    Descriptions(Describing describing, InstantSource clock) {
        this.describing = describing;
        this.remembered = new ByConnection<>(clock);
    }

    /// Does `work` with the description, and once more with a fresh one when the first turns out to be outdated.
    <T> T with(Grant grant, Function<Knowledge, T> work) {
        return with(grant, LIFE, work);
    }

    /// The same for work that goes on with what is known, so that asking what moved costs no description.
    <T> T withKnown(Grant grant, Function<Knowledge, T> work) {
        return with(grant, LONG_LIFE, work);
    }

    private <T> T with(Grant grant, Duration life, Function<Knowledge, T> work) {
        try {
            return work.apply(under(grant.settings(), of(grant, life), grant));
        } catch (StaleDescription stale) {
            remembered.forget(grant);
        }
        try {
            return work.apply(under(grant.settings(), of(grant, life), grant));
        } catch (StaleDescription stale) {
            throw stale.failure();
        }
    }

    /// Keeps what was learned about the org while working with its description.
    void learned(Grant grant, Knowledge knowledge) {
        remembered.remember(grant, knowledge.under(SourceSettings.DEFAULT));
    }

    private static Knowledge under(SourceSettings settings, Knowledge knowledge, Grant grant) {
        knowledge.misfit(settings).ifPresent(reason -> {
            throw StaleDescription.perhaps(new Failure(
                    ErrorCode.SOURCE_NOT_READABLE,
                    "could not read data source " + grant.connection() + " as its settings say: " + reason));
        });
        return knowledge.under(settings);
    }

    private Knowledge of(Grant grant, Duration life) {
        return remembered.believed(grant, life).orElseGet(() -> {
            try {
                Knowledge fresh = remembered
                        .believed(grant, LONG_LIFE)
                        .flatMap(known -> describing.again(grant, known))
                        .orElseGet(() -> describing.describe(grant));
                remembered.remember(grant, fresh);
                return fresh;
            } catch (StaleDescription vanished) {
                throw vanished.failure();
            }
        });
    }
}
