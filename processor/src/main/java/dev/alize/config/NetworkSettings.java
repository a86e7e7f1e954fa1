package dev.alize.config;

import dev.alize.domain.settings.Range;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How connections to a target are made and kept.
 *
 * @param httpVersion default {@code 1.1}: with HTTP/2, a server that closes a connection in order takes the calls on it
 *     along (a defect of the client library)
 * @param connectTimeout the longest a connection may take to open, and as long again for TLS, 100 ms to 5 min; default
 *     5 s
 * @param keepAlive how long an unused connection is kept, 1 s to 1 h; default 15 s, shorter than usual servers, so that
 *     the client closes first
 * @param maxConnectionAge how long a connection gets new calls, 1 s to 1 d; default 5 min. Bounds how long an address
 *     is used that DNS has changed
 * @param caFile PEM file of certificate authorities that are trusted beside those of the JDK; null for none
 * @param proxy null for none
 */
public record NetworkSettings(
        HttpVersion httpVersion,
        Duration connectTimeout,
        Duration keepAlive,
        Duration maxConnectionAge,
        @Nullable Path caFile,
        @Nullable ProxySettings proxy) {
    public static final Range<Duration> CONNECT_TIMEOUT = Range.of(Duration.ofMillis(100), Duration.ofMinutes(5));
    public static final Range<Duration> KEEP_ALIVE = Range.of(Duration.ofSeconds(1), Duration.ofHours(1));
    public static final Range<Duration> MAX_AGE = Range.of(Duration.ofSeconds(1), Duration.ofDays(1));
    public static final NetworkSettings DEFAULT = new NetworkSettings(
            HttpVersion.HTTP_1_1, Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMinutes(5), null, null);

    public NetworkSettings {
        CONNECT_TIMEOUT.check("connect_timeout", connectTimeout);
        KEEP_ALIVE.check("keep_alive", keepAlive);
        MAX_AGE.check("max_connection_age", maxConnectionAge);
    }
}
