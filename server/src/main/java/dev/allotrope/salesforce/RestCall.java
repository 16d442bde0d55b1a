package dev.allotrope.salesforce;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request below an instance's base address. `body` is JSON and makes it a POST.
record RestCall(
        String pathAndQuery,
        Map<String, String> headers,
        @Nullable String body) {
    /// The fewest and the most rows that the header `Sforce-Query-Options` may ask for in a page.
    static final int MIN_ROWS = 200;

    static final int MAX_ROWS = 2_000;

    static RestCall get(String path) {
        return new RestCall(path, Map.of(), null);
    }

    static RestCall post(String path, String body) {
        return new RestCall(path, Map.of(), body);
    }

    /// A query in pages of about `rows` rows; Salesforce takes that number as a hint.
    static RestCall query(String version, String soql, int rows) {
        return rowsAPage(version + "/query?q=" + encoded(soql), rows);
    }

    /// The page that an earlier one pointed to.
    static RestCall nextPage(String locator, int rows) {
        return rowsAPage(locator, rows);
    }

    private static RestCall rowsAPage(String path, int rows) {
        int batch = Math.clamp(rows, MIN_ROWS, MAX_ROWS);
        return new RestCall(path, Map.of("Sforce-Query-Options", "batchSize=" + batch), null);
    }

    /// Quotes and commas are legal in a query and make up most of a list of ids, so they stay as they are.
    static String encoded(String soql) {
        return URLEncoder.encode(soql, StandardCharsets.UTF_8)
                .replace("%27", "'")
                .replace("%2C", ",")
                .replace("%28", "(")
                .replace("%29", ")");
    }
}
