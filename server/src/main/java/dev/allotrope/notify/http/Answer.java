package dev.allotrope.notify.http;

/// What came of a POST.
public sealed interface Answer {
    /// The receiver answered; whatever it said, only the status counts.
    record Status(int code) implements Answer {}

    /// Nothing came back. `reason` is for whoever runs the receiver.
    record Unreachable(String reason) implements Answer {}
}
