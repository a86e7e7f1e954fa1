package dev.alize.connect.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a response is posted.
 *
 * @param host a name or an IPv4 address, in lower case
 * @param path with the query, at least a slash
 */
record Receiver(boolean tls, String host, int port, String path) {
    private static final int MAX_LENGTH = 2_048;

    /**
     * From a URL that may be called by its looks; its addresses are looked at before each call.
     *
     * @throws RefusedException where it may not; the message names the host at most, since paths can hold secrets
     */
    static Receiver of(String url, Settings settings) {
        URI uri = parse(url);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !scheme.equals("http")) {
            throw new RefusedException("the callback URL is neither https nor http");
        }
        if (!tls && !settings.http()) {
            throw new RefusedException("the callback URL is http, expected https (" + Settings.HTTP + "=false)");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new RefusedException("the callback URL has no plain host, expected https://host/path");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            throw new RefusedException("the callback URL has an IPv6 address, expected a host's name");
        }
        int port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
        if (!settings.hosts().allow(host)) {
            throw new RefusedException("host " + host + " is not one of " + Settings.HOSTS);
        }
        if (!settings.ports().contains(port)) {
            throw new RefusedException("port " + port + " of " + host + " is not one of " + Settings.PORTS);
        }
        return new Receiver(tls, host, port, path(uri));
    }

    private static URI parse(String url) {
        if (url.length() > MAX_LENGTH) {
            throw new RefusedException(
                    "the callback URL has " + url.length() + " characters, expected at most " + MAX_LENGTH);
        }
        try {
            return new URI(url.strip());
        } catch (URISyntaxException e) {
            throw new RefusedException("the callback URL is none");
        }
    }

    private static String path(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** Host and port, for queues and messages. */
    String address() {
        return host + ":" + port;
    }
}
