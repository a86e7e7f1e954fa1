package dev.alize.provider;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How calls are made; the same for every target.
 *
 * @param version of the gateway, sent as {@code user-agent: alize/<version>}
 * @param maxConnectionsPerTarget most open connections per host and port, 1 or more; with HTTP/1.1 also the most calls
 *     at once, further ones wait for a connection within their own timeout
 * @param connectTimeout the longest a connection may take to open, TLS included
 * @param keepAlive how long an unused connection is kept, at least 1 s; shorter than the server's own limit, so that
 *     the client closes first
 * @param maxAnswerBytes largest body of an answer, 1 or more
 * @param caFile PEM file of certificate authorities that are trusted beside those of the JDK, null for none
 * @param http2 offer HTTP/2 to https targets
 */
public record ProviderOptions(
        String version,
        int maxConnectionsPerTarget,
        Duration connectTimeout,
        Duration keepAlive,
        int maxAnswerBytes,
        @Nullable Path caFile,
        boolean http2) {
    public ProviderOptions {
        requireAtLeast("maxConnectionsPerTarget", maxConnectionsPerTarget, 1);
        requireAtLeast("connectTimeout in ms", connectTimeout.toMillis(), 1);
        requireAtLeast("keepAlive in s", keepAlive.toSeconds(), 1);
        requireAtLeast("maxAnswerBytes", maxAnswerBytes, 1);
    }

    /** 2,048 connections, 5 s to connect, 15 s keep-alive, answers up to 4 MiB, the JDK's authorities, HTTP/1.1. */
    public static ProviderOptions defaults() {
        return new ProviderOptions(
                builtVersion(), 2_048, Duration.ofSeconds(5), Duration.ofSeconds(15), 4 << 20, null, false);
    }

    private static String builtVersion() {
        return Optional.ofNullable(ProviderOptions.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }

    private static void requireAtLeast(String what, long got, long least) {
        if (got < least) {
            throw new IllegalArgumentException(what + ": got " + got + ", expected at least " + least);
        }
    }
}
