package dev.allotrope.notify.http;

import java.net.UnknownHostException;
import java.util.Objects;

/// A URL that nothing is sent to. The message says why, in our words only. For who connects it is a name without an
/// address that may be used.
public final class DestinationRefused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    DestinationRefused(String reason) {
        super(reason);
    }

    public String reason() {
        return Objects.requireNonNull(getMessage());
    }
}
