package dev.allotrope.sync;

import dev.allotrope.kernel.Failure;

/// Shares and numbers that the operator sets.
final class Shares {
    private Shares() {}

    /// Throws [Failure] with `NOT_CONFIGURED` for anything but a whole number in this range.
    static int number(String name, String value, int least, int most) {
        String digits = value.strip();
        if (digits.matches("\\d{1,9}")) {
            int number = Integer.parseInt(digits);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw Failure.wrongSetting(name, value, "a whole number from " + least + " to " + most);
    }
}
