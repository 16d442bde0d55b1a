package dev.allotrope.kernel;

import java.io.PrintStream;
import java.util.List;

/// Something an operator runs from the shell against the database, beside or without a running server. Bean names
/// play no part: the first word of the command line is matched with [#name()].
public interface Command {
    /// The first word after `./allotrope`, such as `key`.
    String name();

    /// Runs with the words after the name and returns the exit status: 0 done, 1 failed, 2 wrong words.
    int run(List<String> words, PrintStream out, PrintStream err);
}
