package dev.allotrope.salesforce.sim.knowledge;

/// A step the life cycle does not allow, or an article that is not there.
public final class LifeCycleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LifeCycleException(String message) {
        super(message);
    }
}
