package dev.allotrope.carbon.wire;

import java.util.List;

/// A request that does not fit its description; answered with 422 and every [Problem].
public final class InvalidRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidRequest(List<Problem> problems) {
        super(problems.toString());
        this.problems = List.copyOf(problems);
    }

    /// A value that has the right type and is wrong all the same.
    public static InvalidRequest value(String msg, Object... loc) {
        return new InvalidRequest(List.of(new Problem(List.of(loc), "Value error, " + msg, "value_error")));
    }

    /// Something that had to be given.
    public static InvalidRequest missing(Object... loc) {
        return new InvalidRequest(List.of(new Problem(List.of(loc), "Field required", "missing")));
    }

    /// Something that had to be given; `hint` says what it is.
    public static InvalidRequest needed(String hint, Object... loc) {
        return new InvalidRequest(List.of(new Problem(List.of(loc), "Field required: " + hint, "missing")));
    }

    public List<Problem> problems() {
        return problems;
    }
}
