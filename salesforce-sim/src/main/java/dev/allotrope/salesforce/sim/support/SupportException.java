package dev.allotrope.salesforce.sim.support;

/// A request the support resources refuse.
final class SupportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String errorCode;

    SupportException(String errorCode, String message) {
        super(message);
        this.errorCode = errorCode;
    }

    String errorCode() {
        return errorCode;
    }

    int status() {
        return errorCode.equals("NOT_FOUND") ? 404 : 400;
    }
}
