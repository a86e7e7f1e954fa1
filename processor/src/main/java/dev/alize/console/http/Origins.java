package dev.alize.console.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests out that another site makes in somebody's browser, whatever the role; without tokens also those that come
 * through a proxy.
 *
 * @param onlyLoopback whether the name in {@code Host} must be one of this machine: without tokens a name that an attacker
 *     has lead here (DNS rebinding) would be as good as ours
 */
record Origins(boolean onlyLoopback) {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost\\.?|127(\\.[0-9]{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

    /** What a proxy adds: it may be on this machine, but who speaks through it need not be. */
    private static final Pattern PROXIED = Pattern.compile("forwarded|x-forwarded-.*|x-real-ip|via");

    /** Why a request is refused; empty where it is not. */
    Optional<String> problem(HttpServerRequest request) {
        HostAndPort host = request.authority();
        if (host == null) {
            return Optional.of("Host: got none, expected the console's own address");
        }
        if (onlyLoopback
                && !LOOPBACK.matcher(host.host().toLowerCase(Locale.ROOT)).matches()) {
            return Optional.of("Host: got a name that is not this machine's, expected localhost, 127.0.0.1 or [::1];"
                    + " for another name configure console.tokens");
        }
        if (onlyLoopback && request.headers().names().stream().anyMatch(Origins::isOfProxy)) {
            return Optional.of("Forwarded: got a request through a proxy, expected one of this machine;"
                    + " to use the console through a proxy configure console.tokens");
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !isOwn(origin, host)) {
            return Optional.of("Origin: got another site, expected the console's own page");
        }
        return site(request.getHeader("Sec-Fetch-Site"), request);
    }

    private static boolean isOfProxy(String header) {
        return PROXIED.matcher(header.toLowerCase(Locale.ROOT)).matches();
    }

    /** A link on another site may lead to the page: it holds no data. */
    private static Optional<String> site(@Nullable String site, HttpServerRequest request) {
        boolean own = site == null || site.equals("same-origin") || site.equals("none");
        boolean isLink = request.method() == HttpMethod.GET
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"))
                && Files.PAGE.equals(request.path());
        return own || isLink
                ? Optional.empty()
                : Optional.of("Sec-Fetch-Site: got another site, expected the console's own page");
    }

    /** The scheme does not count: a proxy in front may speak TLS. */
    private static boolean isOwn(String origin, HostAndPort host) {
        try {
            URI uri = URI.create(origin);
            String name = uri.getHost();
            boolean tls = "https".equals(uri.getScheme());
            int port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
            int own = host.port() <= 0 ? (tls ? 443 : 80) : host.port();
            return name != null && name.equalsIgnoreCase(host.host()) && port == own;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
