package dev.allotrope.tenant.key;

import dev.allotrope.kernel.Command;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.tenant.Scope;
import java.io.PrintStream;
import java.util.List;

/// `key create ORG_ID [NAME]`, `key list [ORG_ID]` and `key revoke KEY_ID`.
final class KeyCommand implements Command {
    private static final String USAGE =
            "usage: ./allotrope key create ORG_ID [NAME] | key list [ORG_ID] | key revoke KEY_ID";
    private static final String UNNAMED = "key";

    private final ApiKeys keys;

    KeyCommand(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "key";
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) {
        try {
            if (dispatch(words, out)) {
                return 0;
            }
        } catch (Failure failure) {
            err.println(failure.getMessage());
            return 1;
        } catch (IllegalArgumentException e) {
            err.println("an id is a positive number");
        }
        err.println(USAGE);
        return 2;
    }

    private boolean dispatch(List<String> words, PrintStream out) {
        String verb = words.isEmpty() ? "" : words.getFirst();
        return switch (verb + " " + (words.size() - 1)) {
            case "create 1" -> create(organization(words), UNNAMED, out);
            case "create 2" -> create(organization(words), words.get(2), out);
            case "list 0" -> list(Scope.SYSTEM, out);
            case "list 1" -> list(new Scope.Organization(organization(words)), out);
            case "revoke 1" -> revoke(Long.parseLong(words.get(1)), out);
            default -> false;
        };
    }

    private boolean create(OrganizationId organization, String name, PrintStream out) {
        ApiKeys.Created created = keys.create(organization, name);
        out.println("key " + created.key().id() + " of organization " + organization + ", shown only this once:");
        out.println(created.text().reveal());
        return true;
    }

    private boolean list(Scope scope, PrintStream out) {
        for (ApiKey key : keys.list(scope)) {
            String state = key.revokedAt() == null ? "in use" : "revoked " + key.revokedAt();
            out.println(key.id() + "\torganization " + key.organization() + "\t" + key.name() + "\t" + key.hint()
                    + "\tcreated " + key.createdAt() + "\t" + state);
        }
        return true;
    }

    private boolean revoke(long id, PrintStream out) {
        ApiKey key = keys.revoke(Scope.SYSTEM, id);
        out.println("key " + key.id() + " " + key.hint() + " is revoked");
        return true;
    }

    private static OrganizationId organization(List<String> words) {
        return new OrganizationId(Long.parseLong(words.get(1)));
    }
}
