package dev.alize.provider;

import java.util.Optional;

/**
 * How calls are made; the same for every target.
 *
 * @param version of the gateway, sent as {@code user-agent: alize/<version>}
 * @param maxConnectionsPerTarget most calls open at once at a target, 1 or more; with HTTP/1.1 each has a connection of
 *     its own. Further ones wait within their own timeout
 * @param maxAnswerBytes largest body of an answer, 1 or more
 */
public record ProviderOptions(String version, int maxConnectionsPerTarget, int maxAnswerBytes) {
    public ProviderOptions {
        requireAtLeast("maxConnectionsPerTarget", maxConnectionsPerTarget, 1);
        requireAtLeast("maxAnswerBytes", maxAnswerBytes, 1);
    }

    /** 2,048 connections, answers up to 4 MiB. */
    public static ProviderOptions defaults() {
        return new ProviderOptions(builtVersion(), 2_048, 4 << 20);
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
