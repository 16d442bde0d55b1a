package dev.allotrope.notify.http;

import java.net.URI;
import java.net.URISyntaxException;

/// A URL taken apart for one request. `host` has no brackets; `target` is what the request line names.
record Destination(boolean encrypted, String host, int port, String target) {
    /// The longest URL, in characters.
    static final int MAX_LENGTH = 2_048;

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LAST_PORT = 65_535;

    static Destination of(String url) throws DestinationRefused {
        if (url.length() > MAX_LENGTH) {
            throw new DestinationRefused("a URL has at most " + MAX_LENGTH + " characters");
        }
        URI uri = parse(url);
        String scheme = uri.getScheme();
        boolean encrypted = "https".equalsIgnoreCase(scheme);
        if (!encrypted && !"http".equalsIgnoreCase(scheme)) {
            throw new DestinationRefused("the URL must begin with https:// or http://");
        }
        if (uri.getRawUserInfo() != null) {
            throw new DestinationRefused("the URL must not contain credentials");
        }
        return new Destination(encrypted, host(uri), port(uri, encrypted), target(uri));
    }

    /// As in the header `Host`.
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (encrypted ? HTTPS : HTTP) ? name : name + ":" + port;
    }

    private static URI parse(String url) throws DestinationRefused {
        try {
            return new URI(new URI(url).toASCIIString());
        } catch (URISyntaxException e) {
            throw new DestinationRefused("the URL is not well-formed");
        }
    }

    private static String host(URI uri) throws DestinationRefused {
        String host = uri.getHost();
        if (host == null || host.contains("%")) {
            throw new DestinationRefused("the URL must name a host, in ASCII");
        }
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI uri, boolean encrypted) throws DestinationRefused {
        int port = uri.getPort();
        if (port == 0 || port > LAST_PORT) {
            throw new DestinationRefused("the URL has no possible port");
        }
        return port > 0 ? port : encrypted ? HTTPS : HTTP;
    }

    private static String target(URI uri) {
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }
}
