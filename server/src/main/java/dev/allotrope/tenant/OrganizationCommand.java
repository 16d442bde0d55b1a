package dev.allotrope.tenant;

import dev.allotrope.kernel.Command;
import dev.allotrope.kernel.Failure;
import java.io.PrintStream;
import java.util.List;

/// `org create NAME`.
final class OrganizationCommand implements Command {
    private static final String USAGE = "usage: ./allotrope org create NAME";

    private final Organizations organizations;

    OrganizationCommand(Organizations organizations) {
        this.organizations = organizations;
    }

    @Override
    public String name() {
        return "org";
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.size() != 2 || !words.getFirst().equals("create")) {
            err.println(USAGE);
            return 2;
        }
        try {
            Organization created = organizations.create(words.get(1));
            out.println("organization " + created.id() + " " + created.name());
            return 0;
        } catch (Failure failure) {
            err.println(failure.getMessage());
            return 1;
        }
    }
}
