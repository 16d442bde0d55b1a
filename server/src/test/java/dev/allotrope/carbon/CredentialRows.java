package dev.allotrope.carbon;

import dev.allotrope.carbon.unsupported.UnsupportedRoute;
import dev.allotrope.carbon.unsupported.UnsupportedRoutes;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What [CredentialMatrixIT] asks every endpoint: a new endpoint needs one line here, with the status its owner gets.
///
/// Endpoints and bodies name things of the owner's as `<source>`; [MatrixOwner] lists what there is. Who names a thing
/// of another tenant gets 404, unless the line says otherwise. Bodies are JSON with single quotes. Which credentials
/// an endpoint takes is not said here: it follows from the parameters of its method.
final class CredentialRows {
    private static final Pattern THING = Pattern.compile("<\\w+>");

    private static final List<Row> SERVED = List.of(
            row("GET /auth/v1/access_token", 200),
            row("GET /auth/v1/white_labeling", 200),
            row("GET /whoami", 200),
            row("POST /user", "{'customer_id': 'owner'}", 200),
            row("POST /list_users", "{'filters': {'customer_ids': ['owner']}}", 200),
            row("POST /update_users", "{'customer_ids': ['owner']}", 200),
            row("POST /delete_users", "{'customer_ids': ['nobody']}", 200),
            row("POST /modify_user_configuration", features(), 200),
            row("GET /organization", 200),
            row("GET /embeddings/usage", 200),
            row("POST /embeddings/reembed", 200),
            row("GET /embeddings/reembed", 200),
            row("POST /organization/statistics", 200),
            row("POST /organization/update", "{}", 200),
            row("POST /integrations/oauth_url", "{'service': 'SALESFORCE', 'data_source_id': <source>}", 200),
            row("POST /integrations/connect", connecting("login.salesforce.com"), 422),
            row("POST /integrations/items/sync", "{'data_source_id': <source>}", 200),
            row("POST /integrations/items/sync/cancel", "{'data_source_id': '<source>'}", 200),
            row("POST /integrations/items/list", "{'data_source_id': <source>}", 200),
            row("POST /integrations/files/sync", "{'data_source_id': <source>, 'ids': []}", 200),
            row("POST /user_data_sources", "{'filters': {'ids': [<source>]}}", 200)
                    .foreign(200),
            row("GET /data_sources/<source>/sync_runs", 200),
            row("GET /data_sources/<source>/settings", 200),
            row("PATCH /data_sources/<source>/settings", "{'check_interval_minutes': 5}", 200),
            row("GET /data_sources/<source>/sync_runs/<run>", 200),
            row("POST /data_sources/<source>/sync_runs/<run>/release", 200),
            row("POST /articles/explain", "{'data_source_id': <source>, 'article': '000001004'}", 200),
            row("POST /revoke_access_token", "{'data_source_id': <source>}", 200),
            row("POST /user_files_v2", "{'filters': {'ids': [<file>]}}", 200).foreign(200),
            row("POST /resync_file", "{'file_id': <file>}", 200),
            row("POST /delete_files_v2", "{'filters': {'ids': [<file>]}}", 200).foreign(200),
            row("POST /user_files", "{'filters': {'ids': [<file>]}}", 200).foreign(200),
            row("POST /delete_files", "{'file_ids': [<file>]}", 200).foreign(200),
            row("GET /raw_file/<file>", 200),
            row("GET /parsed_file/<file>", 200),
            row("POST /create_user_file_tags", "{'organization_user_file_id': <file>, 'tags': {'a': 'b'}}", 200),
            row("POST /delete_user_file_tags", "{'organization_user_file_id': <file>, 'tags': ['team']}", 200),
            row("POST /move_to_hot_storage", "{'filters': {'ids': [<file>]}}", 200)
                    .foreign(200),
            row("POST /modify_cold_storage_parameters", "{'filters': {'ids': [<file>]}}", 200)
                    .foreign(200),
            row("POST /text_chunks", "{'filters': {'user_file_id': <file>}}", 200),
            row("POST /list_chunks_and_embeddings", "{'filters': {'ids': [<file>]}}", 200)
                    .foreign(200),
            row(
                    "POST /upload_chunks_and_embeddings",
                    "{'embedding_model': 'OPENAI', 'chunks_and_embeddings': [{'file_id': <file>, 'chunks_and_embeddings':"
                            + " [{'chunk_number': 0, 'chunk': 'a', 'embedding': [1]}]}]}",
                    200),
            row("POST /embeddings", "{'query': 'vpn', 'k': 3, 'file_ids': [<file>]}", 200)
                    .foreign(200),
            row("POST /webhooks", "{'filters': {'ids': [<webhook>]}}", 200).foreign(200),
            row("POST /add_webhook", "{'url': 'https://hooks.invalid/'}", 200),
            row("DELETE /delete_webhook/<webhook>", 200),
            row("POST /data_sources", "{'filters': {'ids': [<source>]}}", 200).foreign(200),
            row("POST /data_sources/tags/add", "{'data_source_id': <source>, 'tags': {'a': 'b'}}", 200),
            row("POST /data_sources/tags/remove", "{'data_source_id': <source>, 'tags_to_remove': ['a']}", 200),
            row("GET /integrations", 200),
            row("DELETE /deletefile/<file>", 200),
            row("POST /white_label/create", "[]", 200),
            row("POST /white_label/list", "{'filters': {'ids': [<label>]}}", 200)
                    .foreign(200),
            row(
                    "POST /white_label/update",
                    "{'data_source_type': 'SALESFORCE', 'credentials': {'client_id': 'x',"
                            + " 'redirect_uri': 'https://a.example/integrations/salesforce', 'client_secret': '<label>'}}",
                    200),
            row("POST /white_label/delete", "{'ids': [<label>]}", 200).foreign(200),
            row("GET /webhooks/<webhook>/deliveries", 200),
            row("POST /webhooks/<webhook>/deliveries/<delivery>/replay", 200),
            // Without a credential: the link is signed, the state is good once, and load balancers ask for health.
            row("GET /file_links/{}/{}/{}/{}", 200).at("<link>"),
            row("GET /integrations/salesforce", 400),
            row("GET /integrations/salesforce/sync", 400),
            row("GET /health", 200));

    static final List<Row> ALL = Stream.concat(
                    SERVED.stream(), UnsupportedRoutes.all().stream().map(CredentialRows::unsupported))
            .toList();

    private CredentialRows() {}

    /// One endpoint. `right` is the status for its owner, `foreign` for another tenant that says the same.
    record Row(String endpoint, String address, String body, int right, int foreign) {
        /// For an endpoint that answers another tenant with what it has of its own, which may be nothing.
        Row foreign(int status) {
            return new Row(endpoint, address, body, right, status);
        }

        /// For an endpoint whose address is more than its path.
        Row at(String other) {
            return new Row(endpoint, other, body, right, foreign);
        }

        String method() {
            return endpoint.substring(0, endpoint.indexOf(' '));
        }

        /// Whether it is about the endpoint, whose variables are in braces.
        boolean of(String pattern) {
            return THING.matcher(endpoint).replaceAll("{}").equals(pattern.replaceAll("\\{\\w+}", "{}"));
        }
    }

    private static Row unsupported(UnsupportedRoute route) {
        String path = route.path();
        return row(route.method() + " " + path.replaceAll("\\{\\w+}", "{}"), 501)
                .at(path.replaceAll("\\{\\w+}", "1"));
    }

    private static Row row(String endpoint, int right) {
        return row(endpoint, "", right);
    }

    private static Row row(String endpoint, String body, int right) {
        String path = endpoint.substring(endpoint.indexOf(' ') + 1);
        boolean names = THING.matcher(path + body).find();
        return new Row(endpoint, path, body.replace('\'', '"'), right, names ? 404 : right);
    }

    private static String features() {
        return "{'configuration_key_name': 'sparse_vectors', 'value': {'enabled': true}}";
    }

    private static String connecting(String domain) {
        return "{'authentication': {'source': 'SALESFORCE', 'access_token': 'x', 'domain': '" + domain + "'}}";
    }
}
