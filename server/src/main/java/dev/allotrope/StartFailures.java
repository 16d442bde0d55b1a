package dev.allotrope;

import dev.allotrope.kernel.Failure;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Tells why the server did not start in one paragraph, without a stack trace, when the reason is a [Failure].
final class StartFailures extends AbstractFailureAnalyzer<Failure> {
    @Override
    protected FailureAnalysis analyze(Throwable root, Failure cause) {
        return new FailureAnalysis(cause.getMessage(), null, root);
    }
}
