package dev.allotrope.salesforce.sim.soql;

/// A statement Salesforce refuses; answered as 400 with [#errorCode].
public final class SoqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN_BEFORE = 40;
    private static final int SHOWN_AFTER = 40;

    private final String errorCode;

    public SoqlException(String errorCode, String message) {
        super(message);
        this.errorCode = errorCode;
    }

    /// With the part of the statement and the caret line under it, as Salesforce words it.
    public static SoqlException at(String errorCode, String statement, int position, String message) {
        int from = Math.max(0, position - SHOWN_BEFORE);
        int to = Math.min(statement.length(), position + SHOWN_AFTER);
        String caret = " ".repeat(position - from) + "^";
        return new SoqlException(
                errorCode,
                "\n%s\n%s\nERROR at Row:1:Column:%d\n%s"
                        .formatted(statement.substring(from, to), caret, position + 1, message));
    }

    public String errorCode() {
        return errorCode;
    }
}
