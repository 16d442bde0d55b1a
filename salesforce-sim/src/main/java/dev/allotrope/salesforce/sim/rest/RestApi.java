package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Ledger;
import dev.allotrope.salesforce.sim.control.SimClock;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.oauth.Grants;
import dev.allotrope.salesforce.sim.query.Table;
import dev.allotrope.salesforce.sim.schema.Schema;
import dev.allotrope.salesforce.sim.schema.View;
import dev.allotrope.salesforce.sim.support.SupportApi;
import dev.allotrope.salesforce.sim.user.User;
import java.util.List;

/// `/services/data/…`.
public final class RestApi {

    /// Longest request line the edge takes, in bytes; a longer one is 414.
    public static final int MAX_URL = 16_384;

    private static final int PREFIX_SEGMENTS = 3;
    private static final int BLOB_SEGMENTS = 4;
    private static final int IMAGE_SEGMENTS = 6;

    private final Org org;
    private final Grants grants;
    private final Switches switches;
    private final Ledger ledger;
    private final Describe describe;
    private final QueryApi queries;
    private final OrgApi orgs;
    private final RecordApi records = new RecordApi();
    private final BlobApi blobs = new BlobApi();
    private final CompositeApi composites = new CompositeApi();
    private final SupportApi support = new SupportApi();

    public RestApi(Org org, Grants grants, Switches switches, Ledger ledger, SimClock clock) {
        this.org = org;
        this.grants = grants;
        this.switches = switches;
        this.ledger = ledger;
        this.describe = new Describe(org);
        this.queries = new QueryApi(switches, clock);
        this.orgs = new OrgApi(ledger, switches);
    }

    /// What a request under `/services/data` asks for.
    public static CallKind kind(Request request) {
        List<String> path = request.segments();
        if (path.size() < PREFIX_SEGMENTS) {
            return CallKind.VERSIONS;
        }
        List<String> rest = path.subList(PREFIX_SEGMENTS, path.size());
        return switch (rest.isEmpty() ? "" : rest.getFirst()) {
            case "" -> CallKind.RESOURCES;
            case "query" -> rest.size() == 1 ? CallKind.QUERY : CallKind.QUERY_MORE;
            case "limits" -> CallKind.LIMITS;
            case "knowledgeManagement" -> CallKind.KNOWLEDGE_SETTINGS;
            case "support" -> SupportApi.kind(rest);
            case "composite" -> composite(rest);
            case "sobjects" -> sobjects(rest);
            default -> CallKind.OTHER;
        };
    }

    private static CallKind composite(List<String> rest) {
        if (rest.contains("sobjects")) {
            return CallKind.RETRIEVE;
        }
        return rest.getLast().equals("batch") ? CallKind.BATCH : CallKind.COMPOSITE;
    }

    private static CallKind sobjects(List<String> rest) {
        if (rest.size() == 1) {
            return CallKind.GLOBAL_DESCRIBE;
        }
        String last = rest.getLast();
        if (rest.size() == IMAGE_SEGMENTS && rest.get(3).equals("richTextImageFields")) {
            return CallKind.RICH_TEXT_IMAGE;
        }
        if (rest.size() == BLOB_SEGMENTS && rest.get(1).equals("ContentVersion") && last.equals("VersionData")) {
            return CallKind.VERSION_DATA;
        }
        boolean replication = last.equals("updated") || last.equals("deleted");
        if (last.equals("describe") && rest.size() == 3) {
            return CallKind.DESCRIBE;
        }
        return rest.size() == 3 && !replication ? CallKind.RECORD : CallKind.OTHER;
    }

    /// Answers a request that met no fault.
    public Reply answer(Request request, CallKind kind) {
        if (kind == CallKind.VERSIONS) {
            return Reply.json(200, OrgApi.versions());
        }
        return limited(grants.authenticate(request.bearer().orElse(""))
                .map(user -> answer(request, kind, user))
                .orElseGet(() -> Reply.error(401, "INVALID_SESSION_ID", "Session expired or invalid")));
    }

    /// With the calls used and allowed, as every answer of the REST API has them (Limit Info Header).
    public Reply limited(Reply reply) {
        return reply.with("Sforce-Limit-Info", "api-usage=" + ledger.usedToday() + "/" + switches.dailyCalls());
    }

    private Reply answer(Request request, CallKind kind, User user) {
        View view = new View(org, switches, user);
        if (!view.mayUseApi()) {
            return Reply.error(403, "API_CURRENTLY_DISABLED", "API is disabled for this User");
        }
        if (ledger.usedToday() > switches.dailyCalls()) {
            return Reply.error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }
        String version = request.segments().get(PREFIX_SEGMENTS - 1);
        return OrgApi.isServed(version) ? dispatch(request, kind, view) : notFound();
    }

    private Reply dispatch(Request request, CallKind kind, View view) {
        List<String> path = request.segments();
        String base = "/services/data/" + path.get(PREFIX_SEGMENTS - 1);
        Schema schema = Schema.of(view, base);
        List<String> rest = path.subList(PREFIX_SEGMENTS, path.size());
        return switch (kind) {
            case RESOURCES -> Reply.json(200, OrgApi.resources(base));
            case GLOBAL_DESCRIBE -> Reply.json(200, describe.global(base, schema));
            case DESCRIBE -> of(schema, rest.get(1), table -> Reply.json(200, describe.of(base, table)));
            case QUERY -> queries.query(request, base, schema);
            case QUERY_MORE -> queries.more(path.getLast(), base);
            case RETRIEVE -> of(schema, path.getLast(), table -> records.retrieve(request, table, base));
            case RECORD -> of(schema, rest.get(1), table -> records.record(request, table, path.getLast(), base));
            case VERSION_DATA -> blobs.versionData(view, rest.get(2));
            case RICH_TEXT_IMAGE -> blobs.image(view, schema, image(rest));
            case LIMITS -> orgs.limits(view);
            case KNOWLEDGE_SETTINGS -> orgs.settings(view);
            case SUPPORT_ARTICLES, SUPPORT_ARTICLE, CATEGORY_GROUPS, SUPPORT ->
                support.answer(request, kind, new SupportApi.Asked(view, schema, base, rest));
            case BATCH -> composites.batch(request, (inner, each) -> counted(inner, each, view));
            case COMPOSITE -> composites.composite(request, (inner, each) -> dispatch(inner, each, view));
            case OTHER -> other(path);
            case VERSIONS, AUTHORIZE, TOKEN, REVOKE, USERINFO ->
                throw new IllegalArgumentException(kind + " is not for the data API");
        };
    }

    private Reply counted(Request inner, CallKind kind, View view) {
        ledger.record(kind, inner.path());
        return answer(inner, kind, view.user());
    }

    private static BlobApi.ImageAddress image(List<String> rest) {
        return new BlobApi.ImageAddress(rest.get(1), rest.get(2), rest.get(4), rest.get(5));
    }

    private interface Answer {
        Reply of(Table<?> table);
    }

    private static Reply of(Schema schema, String object, Answer answer) {
        return schema.find(object).map(answer::of).orElseGet(RestApi::notFound);
    }

    /// Knowledge supports neither getUpdated nor getDeleted (object reference, Knowledge__kav, supported calls).
    private static Reply other(List<String> path) {
        String last = path.getLast();
        return last.equals("updated") || last.equals("deleted")
                ? Reply.error(400, "INVALID_TYPE", "sObject type is not replicateable: " + path.get(path.size() - 2))
                : notFound();
    }

    static Reply notFound() {
        return Reply.error(404, "NOT_FOUND", "The requested resource does not exist");
    }
}
