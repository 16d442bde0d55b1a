package dev.allotrope.library;

import dev.allotrope.kernel.Command;
import dev.allotrope.kernel.CustomerId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Tenant;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `reindex [ORG:CUSTOMER]`: has the search index of every customer, or of one, built again from the library. Only
/// marks it, so it works beside a running server; the server builds within a minute, or when the customer searches.
final class ReindexCommand implements Command {
    private static final String USAGE = "usage: reindex [ORG:CUSTOMER], both as the numbers that the log shows";
    private static final Pattern TENANT = Pattern.compile("([1-9]\\d{0,8}):([1-9]\\d{0,8})");

    private final Heads heads;

    ReindexCommand(Heads heads) {
        this.heads = heads;
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
        long marked = heads.tenants().stream().filter(heads::remark).count();
        out.println("the search index of " + marked + " customers will be built again");
        return 0;
    }

    private int one(Tenant tenant, PrintStream out) {
        if (!heads.remark(tenant)) {
            throw Failure.notFound("a library of customer", tenant);
        }
        out.println("the search index of customer " + tenant + " will be built again");
        return 0;
    }

    private static Tenant tenant(Matcher matched) {
        return new Tenant(
                new OrganizationId(Long.parseLong(matched.group(1))), new CustomerId(Long.parseLong(matched.group(2))));
    }
}
