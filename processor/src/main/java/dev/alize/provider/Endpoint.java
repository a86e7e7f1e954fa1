package dev.alize.provider;

import java.net.URI;
import java.util.Locale;

/**
 * Where the calls of a base URL go. Connections are pooled by target, host, port and TLS.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param tls whether the base URL is https
 * @param path of the base URL without a slash at the end, maybe empty
 */
record Endpoint(String host, int port, boolean tls, String path) {
    /** @throws IllegalArgumentException where the URL is not an http or https URL with a host */
    static Endpoint of(URI baseUrl) {
        String scheme = String.valueOf(baseUrl.getScheme()).toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        String host = baseUrl.getHost();
        if (host == null || !(tls || scheme.equals("http"))) {
            throw new IllegalArgumentException("base URL: expected http(s)://host[:port]/path, got scheme '" + scheme
                    + "' and " + (host == null ? "no host" : "host '" + host + "'"));
        }
        int port = baseUrl.getPort() >= 0 ? baseUrl.getPort() : tls ? 443 : 80;
        return new Endpoint(withoutBrackets(host), port, tls, withoutSlashAtEnd(baseUrl.getRawPath()));
    }

    /** Host and port, as in messages. */
    String address() {
        return host + ":" + port;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String withoutSlashAtEnd(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
