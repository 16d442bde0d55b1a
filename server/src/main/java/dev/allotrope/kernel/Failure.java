package dev.allotrope.kernel;

import org.jspecify.annotations.Nullable;

/// An operation could not be done. The message reads "could not ‹verb› ‹noun with id›: ‹reason›; ‹what next›" and
/// is fit for the caller: it holds no secret and no document text.
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Retry retry;

    public Failure(ErrorCode code, String message, Retry retry, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retry = retry;
    }

    public Failure(ErrorCode code, String message) {
        this(code, message, Retry.NEVER, null);
    }

    public Failure(ErrorCode code, String message, Throwable cause) {
        this(code, message, Retry.NEVER, cause);
    }

    /// Nothing under that id, or nothing the caller may see.
    public static Failure notFound(String what, Object id) {
        return new Failure(ErrorCode.NOT_FOUND, what + " " + id + " was not found");
    }

    public static Failure invalid(String message) {
        return new Failure(ErrorCode.REQUEST_INVALID, message);
    }

    /// What the operator set under `name` cannot be; `allowed` says what can.
    public static Failure wrongSetting(String name, String value, String allowed) {
        return new Failure(
                ErrorCode.NOT_CONFIGURED, "could not start: " + name + " is \"" + value + "\"; it may be " + allowed);
    }

    public ErrorCode code() {
        return code;
    }

    public Retry retry() {
        return retry;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
