package dev.allotrope.carbon.unsupported;

import static dev.allotrope.carbon.unsupported.UnsupportedRoute.Caller.CUSTOMER;
import static dev.allotrope.carbon.unsupported.UnsupportedRoute.Caller.ORGANIZATION;

import dev.allotrope.carbon.unsupported.UnsupportedRoute.Caller;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every route of the contract that is not served, and what its callers are told.
public final class UnsupportedRoutes {
    private static final String FILES =
            ": files come from the data source SALESFORCE; connect one with /integrations/oauth_url";
    private static final String PAGES =
            ": web pages and videos are not read; what is searched comes from the data source SALESFORCE";
    private static final String CRM =
            "could not read CRM records: of a Salesforce org only published Knowledge articles are served; list them with"
                    + " /user_files_v2 and search them with /embeddings";

    private static final List<UnsupportedRoute> ALL = Stream.of(
                    connector("Confluence", "POST /integrations/confluence/list", "POST /integrations/confluence/sync"),
                    connector(
                            "Azure Blob Storage",
                            "POST /integrations/azure_blob_storage",
                            "POST /integrations/azure_blob_storage/files"),
                    connector("S3", "POST /integrations/s3", "POST /integrations/s3/files"),
                    connector("Gmail", "POST /integrations/gmail/sync", "GET /integrations/gmail/user_labels"),
                    connector("RSS", "POST /integrations/rss_feed"),
                    connector(
                            "Outlook",
                            "POST /integrations/outlook/sync",
                            "GET /integrations/outlook/user_folders",
                            "GET /integrations/outlook/user_categories"),
                    connector("Freshdesk", "POST /integrations/freshdesk"),
                    connector(
                            "Gitbook",
                            "POST /integrations/gitbook",
                            "GET /integrations/gitbook/spaces",
                            "POST /integrations/gitbook/sync"),
                    connector(
                            "GitHub",
                            "POST /integrations/github",
                            "GET /integrations/github/repos",
                            "POST /integrations/github/sync_repos",
                            "POST /integrations/data/github/pull_requests",
                            "GET /integrations/data/github/pull_requests/{pull_number}",
                            "POST /integrations/data/github/pull_requests/comments",
                            "POST /integrations/data/github/pull_requests/files",
                            "POST /integrations/data/github/pull_requests/commits",
                            "POST /integrations/data/github/issues",
                            "GET /integrations/data/github/issues/{issue_number}"),
                    connector("Slack", "GET /integrations/slack/conversations", "POST /integrations/slack/sync"),
                    connector("Guru", "POST /integrations/guru"),
                    connector("SharePoint", "GET /integrations/sharepoint/sites/list"),
                    connector("Document360", "POST /integrations/document360"),
                    told(
                            CUSTOMER,
                            "could not take the upload" + FILES,
                            "POST /uploadfile",
                            "POST /upload_file_from_url",
                            "POST /upload_text"),
                    told(
                            CUSTOMER,
                            "could not read the web" + PAGES,
                            "POST /web_scrape",
                            "GET /process_sitemap",
                            "POST /scrape_sitemap",
                            "GET /fetch_urls",
                            "POST /fetch_webpage",
                            "POST /user_webpages",
                            "GET /search_urls",
                            "GET /fetch_youtube_transcript"),
                    told(
                            CUSTOMER,
                            CRM,
                            "POST /integrations/data/crm/accounts",
                            "GET /integrations/data/crm/accounts/{id}",
                            "POST /integrations/data/crm/leads",
                            "GET /integrations/data/crm/leads/{id}",
                            "POST /integrations/data/crm/contacts",
                            "GET /integrations/data/crm/contacts/{id}",
                            "POST /integrations/data/crm/opportunities",
                            "GET /integrations/data/crm/opportunities/{id}"),
                    told(
                            ORGANIZATION,
                            "could not create an organization over HTTP: ./allotrope org create on the server does",
                            "POST /organization/create"),
                    told(
                            ORGANIZATION,
                            "could not change a subscription: there is none, this server is your own",
                            "POST /checkout/create",
                            "POST /subscription/update"))
            .flatMap(List::stream)
            .toList();

    private UnsupportedRoutes() {}

    public static List<UnsupportedRoute> all() {
        return ALL;
    }

    /// Answers all of them from now on.
    public static void register(RequestMappingHandlerMapping mapping) {
        for (UnsupportedRoute route : ALL) {
            RequestMappingInfo info = RequestMappingInfo.paths(route.path())
                    .options(mapping.getBuilderConfiguration())
                    .build();
            mapping.registerMapping(info, new Refusal(route), Refusal.answering(route.caller()));
        }
    }

    private static List<UnsupportedRoute> connector(String name, String... routes) {
        return told(
                CUSTOMER,
                "could not reach " + name + ": the supported data source is SALESFORCE; connect one with"
                        + " /integrations/oauth_url or /integrations/connect",
                routes);
    }

    private static List<UnsupportedRoute> told(Caller caller, String detail, String... routes) {
        return Stream.of(routes)
                .map(route -> UnsupportedRoute.of(route, caller, detail))
                .toList();
    }

    /// Refuses one route. The parameter makes the server ask for the credential first.
    private record Refusal(UnsupportedRoute route) {
        static Method answering(Caller caller) {
            try {
                return switch (caller) {
                    case CUSTOMER -> Refusal.class.getDeclaredMethod("toCustomer", Tenant.class);
                    case ORGANIZATION -> Refusal.class.getDeclaredMethod("toOrganization", Scope.Organization.class);
                };
            } catch (NoSuchMethodException e) {
                throw new AssertionError("both methods stand below", e);
            }
        }

        void toCustomer(Tenant tenant) {
            throw refused();
        }

        void toOrganization(Scope.Organization organization) {
            throw refused();
        }

        private Failure refused() {
            return new Failure(ErrorCode.NOT_SUPPORTED, route.detail());
        }
    }
}
