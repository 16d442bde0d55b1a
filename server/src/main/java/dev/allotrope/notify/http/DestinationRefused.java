package dev.allotrope.notify.http;

import java.io.IOException;
import java.util.Objects;

/// A URL that nothing is sent to. The message says why, in our words only.
public final class DestinationRefused extends IOException {
    private static final long serialVersionUID = 1L;

    DestinationRefused(String reason) {
        super(reason);
    }

    public String reason() {
        return Objects.requireNonNull(getMessage());
    }
}
