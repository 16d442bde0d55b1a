package dev.allotrope.postgres.embedded;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The account that the database programs run under. PostgreSQL refuses to run as root, so root needs a disguise: a
/// user namespace in which it is nobody special, or, where those are forbidden, an unprivileged user.
record Account(List<String> prefix, UserPrincipal owner) {
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

    Account {
        prefix = List.copyOf(prefix);
    }

    /// The best account for the process at hand.
    static Account find() throws IOException {
        if (!isRoot()) {
            return new Account(List.of(), self());
        }
        Account namespace = new Account(List.of("unshare", "-U"), self());
        return namespace.works() ? namespace : unprivileged();
    }

    /// The way of root where user namespaces are forbidden: as `postgres` if there is such a user, else as `nobody`.
    static Account unprivileged() throws IOException {
        for (String name : List.of("postgres", "nobody")) {
            try {
                Account account = new Account(switched(name), lookup(name));
                if (account.works()) {
                    return account;
                }
            } catch (UserPrincipalNotFoundException absent) {
                continue;
            }
        }
        throw new Failure(
                ErrorCode.NOT_SUPPORTED,
                "could not start the embedded database: PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv`"
                        + " works here; run Allotrope as another user or set ALLOTROPE_DATABASE_URL");
    }

    /// The command line that runs `program` with `words` under this account.
    List<String> command(Path program, List<String> words) {
        List<String> line = new ArrayList<>(prefix);
        line.add(program.toString());
        line.addAll(words);
        return line;
    }

    private boolean works() {
        List<String> line = new ArrayList<>(prefix);
        line.add("true");
        return Program.run(line, PROBE_LIMIT).succeeded();
    }

    private static List<String> switched(String name) {
        return List.of("setpriv", "--reuid=" + name, "--regid=" + group(name), "--clear-groups");
    }

    private static String group(String name) {
        return Program.run(List.of("id", "-g", name), PROBE_LIMIT).output();
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static UserPrincipal self() throws IOException {
        return Files.getOwner(Path.of("/proc/self"));
    }

    private static UserPrincipal lookup(String name) throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
    }
}
