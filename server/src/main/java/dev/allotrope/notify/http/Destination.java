package dev.allotrope.notify.http;

import java.net.URI;
import java.net.URISyntaxException;

/// A URL that something could be sent to, as far as the URL alone can tell. `host` has no brackets.
record Destination(String host) {
    /// The longest URL, in characters.
    static final int MAX_LENGTH = 2_048;

    private static final int LAST_PORT = 65_535;

    static Destination of(String url) throws DestinationRefused {
        if (url.length() > MAX_LENGTH) {
            throw new DestinationRefused("a URL has at most " + MAX_LENGTH + " characters");
        }
        URI uri = parse(url);
        String scheme = uri.getScheme();
        if (!"https".equalsIgnoreCase(scheme) && !"http".equalsIgnoreCase(scheme)) {
            throw new DestinationRefused("the URL must begin with https:// or http://");
        }
        if (uri.getRawUserInfo() != null) {
            throw new DestinationRefused("the URL must not contain credentials");
        }
        requirePossiblePort(uri);
        return new Destination(host(uri));
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

    private static void requirePossiblePort(URI uri) throws DestinationRefused {
        if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
            throw new DestinationRefused("the URL has no possible port");
        }
    }
}
