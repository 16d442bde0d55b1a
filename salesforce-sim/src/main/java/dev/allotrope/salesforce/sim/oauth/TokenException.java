package dev.allotrope.salesforce.sim.oauth;

/// A refusal of the token endpoint: 400 `{"error":…,"error_description":…}`.
final class TokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String error;

    TokenException(String error, String description) {
        super(description);
        this.error = error;
    }

    String error() {
        return error;
    }

    String description() {
        return String.valueOf(getMessage());
    }
}
