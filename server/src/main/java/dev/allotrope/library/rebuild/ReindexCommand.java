package dev.allotrope.library.rebuild;

import dev.allotrope.kernel.Command;
import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.library.Heads;
import dev.allotrope.library.rebuild.Rebuilds.Progress;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `reindex [ORG:CUSTOMER]`: has the search index of every customer, or of one, built again from the library, and says
/// how far it is. Only the server builds: this marks and looks on, so it works beside a running one, and may be ended
/// at any time.
final class ReindexCommand implements Command {
    /// Looks without any change after which nobody seems to build. A server begins within ten seconds.
    static final int PATIENCE = 30;

    private static final String USAGE =
            "usage: ./allotrope reindex [ORG:CUSTOMER], both as the numbers that the log shows";
    private static final Pattern TENANT = Pattern.compile("([1-9]\\d{0,8}):([1-9]\\d{0,8})");

    /// Passes the time between two looks.
    interface Pause {
        void rest() throws InterruptedException;
    }

    private final Heads heads;
    private final Rebuilds rebuilds;
    private final Pause pause;

    ReindexCommand(Heads heads, Rebuilds rebuilds, Pause pause) {
        this.heads = heads;
        this.rebuilds = rebuilds;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "reindex";
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.isEmpty()) {
            return all(out);
        }
        Matcher tenant = TENANT.matcher(words.getFirst());
        if (words.size() > 1 || !tenant.matches()) {
            err.println(USAGE);
            return 2;
        }
        return one(tenant(tenant), out);
    }

    private int all(PrintStream out) {
        List<String> marks = heads.all(Scope.SYSTEM).keySet().stream()
                .flatMap(tenant -> rebuilds.request(tenant).stream())
                .toList();
        out.println("the search index of " + marks.size() + " customers will be built again");
        return lookOn(marks, out);
    }

    private int one(Tenant tenant, PrintStream out) {
        String mark = rebuilds.request(tenant).orElseThrow(() -> Failure.notFound("a library of customer", tenant));
        out.println("the search index of customer " + tenant + " will be built again");
        return lookOn(List.of(mark), out);
    }

    private int lookOn(List<String> marks, PrintStream out) {
        Progress last = rebuilds.progress(Scope.SYSTEM, marks);
        for (int unchanged = 0; !last.finished() && unchanged < PATIENCE; unchanged++) {
            rest();
            Progress now = rebuilds.progress(Scope.SYSTEM, marks);
            if (!now.equals(last)) {
                say(now, out);
                unchanged = 0;
            }
            last = now;
        }
        out.println(
                last.finished()
                        ? "done"
                        : "no server is at work on it; the next one that starts builds what is left, and until then searches"
                                + " of these customers answer 503");
        return 0;
    }

    private static void say(Progress now, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%,d of %,d documents, %,d of %,d customers%n",
                now.done(),
                now.documents(),
                now.whole(),
                now.customers());
    }

    private void rest() {
        try {
            pause.rest();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("was interrupted while looking on", e);
        }
    }

    private static Tenant tenant(Matcher matched) {
        return new Tenant(
                new OrganizationId(Long.parseLong(matched.group(1))), new CustomerId(Long.parseLong(matched.group(2))));
    }
}
