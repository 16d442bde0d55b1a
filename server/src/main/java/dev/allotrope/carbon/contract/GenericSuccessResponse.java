package dev.allotrope.carbon.contract;

/// The answer of calls that have nothing to tell.
public record GenericSuccessResponse(boolean success) {
    public static final GenericSuccessResponse DONE = new GenericSuccessResponse(true);
}
