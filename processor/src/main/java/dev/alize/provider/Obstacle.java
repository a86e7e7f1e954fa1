package dev.alize.provider;

import dev.alize.provider.network.ProxyRefusedException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What keeps a call from being answered. */
public enum Obstacle {
    /** The key cannot be read, or cannot be sent. Nothing was sent. */
    KEY,
    /** The host's name has no address. */
    DNS,
    /** Nobody listens there, or somebody between refuses. */
    REFUSED,
    /** The server's certificate or its protocol is no good. */
    TLS,
    /** The proxy does not let us through. */
    PROXY,
    /** Nothing came in time. */
    TIMEOUT,
    /** The connection broke before an answer. */
    LOST,
    /** Something else. */
    OTHER;

    private static final int MOST_CAUSES = 10;

    /** By the innermost cause that says something. */
    static Obstacle of(Throwable e) {
        Throwable cause = e;
        Obstacle known = OTHER;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++, cause = cause.getCause()) {
            Obstacle named = named(cause);
            known = named == OTHER ? known : named;
        }
        return known;
    }

    private static Obstacle named(Throwable e) {
        return switch (e) {
            case UnknownHostException ignored -> DNS;
            case ProxyRefusedException ignored -> PROXY;
            case SSLException ignored -> TLS;
            case ConnectTimeoutException ignored -> TIMEOUT;
            case TimeoutException ignored -> TIMEOUT;
            case ConnectException ignored -> REFUSED;
            default -> OTHER;
        };
    }
}
