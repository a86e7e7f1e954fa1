package dev.alize.provider.network;

import dev.alize.schemas.tls.TrustedAuthorities;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How connections to a target are made and kept.
 *
 * @param protocol which HTTP is spoken
 * @param connectTimeout the longest a connection may take to open, and as long again for TLS; at least 1 ms
 * @param keepAlive how long an unused connection is kept, at least 1 s; shorter than the server's own limit, so that
 *     the client closes first
 * @param maxAge how long a connection gets new calls, at least 1 ms; calls that are open then run to their end
 * @param caFile PEM file of certificate authorities that are trusted beside those of the JDK, null for none
 * @param proxy null for none
 */
public record Network(
        Protocol protocol,
        Duration connectTimeout,
        Duration keepAlive,
        Duration maxAge,
        @Nullable Path caFile,
        @Nullable Proxy proxy) {
    /** HTTP/1.1, 5 s to connect, 15 s keep-alive, 5 min of age, the JDK's authorities, no proxy. */
    public static final Network DEFAULT = new Network(
            Protocol.HTTP_1_1, Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMinutes(5), null, null);

    public Network {
        requireAtLeast("connectTimeout in ms", connectTimeout.toMillis());
        requireAtLeast("keepAlive in s", keepAlive.toSeconds());
        requireAtLeast("maxAge in ms", maxAge.toMillis());
    }

    public Network with(Protocol other) {
        return new Network(other, connectTimeout, keepAlive, maxAge, caFile, proxy);
    }

    public Network withCaFile(@Nullable Path other) {
        return new Network(protocol, connectTimeout, keepAlive, maxAge, other, proxy);
    }

    public Network withProxy(@Nullable Proxy other) {
        return new Network(protocol, connectTimeout, keepAlive, maxAge, caFile, other);
    }

    public Network withConnectTimeout(Duration other) {
        return new Network(protocol, other, keepAlive, maxAge, caFile, proxy);
    }

    public Network withMaxAge(Duration other) {
        return new Network(protocol, connectTimeout, keepAlive, other, caFile, proxy);
    }

    /** Why calls cannot be made this way now: the CA file cannot be used. */
    public Optional<String> problem() {
        try {
            if (caFile != null) {
                TrustedAuthorities.withThoseOf(caFile);
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void requireAtLeast(String what, long got) {
        if (got < 1) {
            throw new IllegalArgumentException(what + ": got " + got + ", expected at least 1");
        }
    }
}
