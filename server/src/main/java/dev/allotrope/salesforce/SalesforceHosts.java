package dev.allotrope.salesforce;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.PlainAddress;
import dev.allotrope.kernel.Retry;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which hosts are Salesforce's: nothing else is ever called with a token or because a user named it.
///
/// With development endpoints customer domains are reached there instead, and a token answer may name their hosts.
/// `endpoints` are by domain; that of [#ANY] stands for all others.
record SalesforceHosts(Map<String, URI> endpoints) {
    static final String ANY = "*";
    private static final String LABELS = "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.){1,4}";
    private static final Pattern MY_DOMAIN = Pattern.compile(LABELS + "my\\.salesforce\\.com");
    private static final Pattern SALESFORCE = Pattern.compile(LABELS + "salesforce\\.com");
    private static final int MAX_HOST_LENGTH = 253;
    private static final String EXPECTED =
            "could not tell which Salesforce org is meant: the domain must be the org's My Domain host, such as"
                    + " acme.my.salesforce.com or acme--test.sandbox.my.salesforce.com, without a path;"
                    + " Setup shows it under My Domain";

    SalesforceHosts {
        endpoints = Map.copyOf(endpoints);
    }

    /// Salesforce itself.
    static SalesforceHosts real() {
        return new SalesforceHosts(Map.of());
    }

    /// What `ALLOTROPE_SALESFORCE_ENDPOINT` asks for: a base URL for every domain, `domain=URL` for one, or several of
    /// them between commas. Throws [Failure] with `NOT_CONFIGURED` for what is none of these.
    static SalesforceHosts of(String setting) {
        Map<String, URI> endpoints = new HashMap<>();
        for (String entry : setting.strip().split("\\s*,\\s*")) {
            String[] parts = entry.split("=", 2);
            String domain = parts.length == 1 ? ANY : parts[0].toLowerCase(Locale.ROOT);
            Optional<URI> endpoint = PlainAddress.parse(parts[parts.length - 1]);
            if (!entry.isEmpty() && (endpoint.isEmpty() || endpoints.put(domain, endpoint.get()) != null)) {
                throw wrong(setting);
            }
        }
        return new SalesforceHosts(endpoints);
    }

    private static Failure wrong(String setting) {
        return Failure.wrongSetting(
                "ALLOTROPE_SALESFORCE_ENDPOINT",
                setting,
                "an address like http://localhost:9090, or domain=address, several between commas and each domain once");
    }

    /// The host in what a user typed: one leading `https://` and one trailing `/` are dropped, then it must be a My
    /// Domain.
    String domain(String typed) {
        String host = typed.startsWith("https://") ? typed.substring("https://".length()) : typed;
        host = host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
        host = host.toLowerCase(Locale.ROOT);
        if (host.length() > MAX_HOST_LENGTH || !MY_DOMAIN.matcher(host).matches()) {
            throw new Failure(ErrorCode.DOMAIN_INVALID, EXPECTED);
        }
        return host;
    }

    URI base(String domain) {
        URI endpoint = endpoints.getOrDefault(domain, endpoints.get(ANY));
        return endpoint == null ? URI.create("https://" + domain) : endpoint;
    }

    /// The API base in a token answer. Throws `SOURCE_RESPONSE_MALFORMED` when it is not one of Salesforce's hosts.
    URI instance(String instanceUrl) {
        URI uri;
        try {
            uri = URI.create(instanceUrl);
        } catch (IllegalArgumentException e) {
            throw foreign(e);
        }
        String host = uri.getHost();
        if (host == null || uri.getUserInfo() != null) {
            throw foreign(null);
        }
        return trusted(uri, host.toLowerCase(Locale.ROOT));
    }

    private URI trusted(URI uri, String host) {
        if (endpoints.values().stream().anyMatch(endpoint -> host.equals(endpoint.getHost()))) {
            return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
        }
        boolean secure = "https".equals(uri.getScheme()) && uri.getPort() == -1;
        if (!secure || !SALESFORCE.matcher(host).matches()) {
            throw foreign(null);
        }
        return base(host);
    }

    private static Failure foreign(@Nullable Throwable cause) {
        return new Failure(
                ErrorCode.SOURCE_RESPONSE_MALFORMED,
                "could not use the token answer: its instance_url is not a Salesforce host; check the domain",
                Retry.NEVER,
                cause);
    }
}
