package dev.allotrope.salesforce.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request below an instance's base address. `body` is JSON and makes it a POST.
public record RestCall(
        String pathAndQuery,
        Map<String, String> headers,
        @Nullable String body) {
    /// The fewest and the most rows that the header `Sforce-Query-Options` may ask for in a page.
    public static final int MIN_ROWS = 200;

    public static final int MAX_ROWS = 2_000;

    public static RestCall get(String path) {
        return new RestCall(path, Map.of(), null);
    }

    /// For bytes of any kind.
    public static RestCall blob(String path) {
        return new RestCall(path, Map.of("Accept", "*/*"), null);
    }

    public static RestCall post(String path, String body) {
        return new RestCall(path, Map.of(), body);
    }

    /// A query in pages of about `rows` rows; Salesforce takes that number as a hint.
    public static RestCall query(String version, String soql, int rows) {
        return rowsAPage(version + "/query?q=" + encoded(soql), rows);
    }

    /// The page that an earlier one pointed to.
    public static RestCall nextPage(String locator, int rows) {
        return rowsAPage(locator, rows);
    }

    private static RestCall rowsAPage(String path, int rows) {
        int batch = Math.clamp(rows, MIN_ROWS, MAX_ROWS);
        return new RestCall(path, Map.of("Sforce-Query-Options", "batchSize=" + batch), null);
    }

    /// Quotes and commas are legal in a query and make up most of a list of ids, so they stay as they are.
    public static String encoded(String soql) {
        return URLEncoder.encode(soql, StandardCharsets.UTF_8)
                .replace("%27", "'")
                .replace("%2C", ",")
                .replace("%28", "(")
                .replace("%29", ")");
    }
}
