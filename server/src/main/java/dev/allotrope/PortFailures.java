package dev.allotrope;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Names our own setting when a port is taken, where Spring Boot would speak of its configuration.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PortFailures extends AbstractFailureAnalyzer<PortInUseException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, PortInUseException cause) {
        String message = "could not listen on port " + cause.getPort()
                + ": another program uses it; stop that one or set ALLOTROPE_PORT (or ALLOTROPE_MANAGEMENT_PORT) to another";
        return new FailureAnalysis(message, null, root);
    }
}
