package dev.allotrope.sync.process;

import dev.allotrope.kernel.Command;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.Heads;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.io.PrintStream;
import java.util.List;

/// `reembed [ORG:CUSTOMER]`: has the documents of every customer, or of one, embedded by the models of now. Only
/// notes the wish, so it works beside a running server, whose settings it has to be given.
final class ReembedCommand implements Command {
    private static final String USAGE =
            "usage: ./allotrope reembed [ORG:CUSTOMER], both as the numbers that the log shows";

    private final Heads heads;
    private final Reembedding reembedding;

    ReembedCommand(Heads heads, Reembedding reembedding) {
        this.heads = heads;
        this.reembedding = reembedding;
    }

    @Override
    public String name() {
        return "reembed";
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) {
        boolean one = words.size() == 1 && words.getFirst().matches("[1-9]\\d{0,8}:[1-9]\\d{0,8}");
        if (!words.isEmpty() && !one) {
            err.println(USAGE);
            return 2;
        }
        List<Tenant> tenants = List.copyOf(heads.all(Scope.SYSTEM).keySet());
        if (one && !tenants.contains(Tenant.parse(words.getFirst()))) {
            throw Failure.notFound("a library of customer", words.getFirst());
        }
        if (tenants.isEmpty()) {
            out.println("there are no documents yet");
        }
        for (Tenant tenant : one ? List.of(Tenant.parse(words.getFirst())) : tenants) {
            out.println(reembedding.request(tenant).documents() + " documents of customer " + tenant
                    + " will be processed again");
        }
        return 0;
    }
}
