package dev.alize.provider.network;

import io.vertx.core.http.HttpConnection;

/**
 * What a pool has to be like for a server.
 *
 * @param http2 whether the server speaks HTTP/2
 * @param connections most connections at once
 * @param streams calls that share a connection
 */
record Shape(boolean http2, int connections, int streams) {
    /** A connection that breaks takes no more calls with it, and shares its window among no more. */
    static final int MOST_STREAMS = 100;

    /** A server that allows few streams is called over fewer connections than HTTP/1.1 would need. */
    private static final int MOST_HTTP2_CONNECTIONS = 4_096;

    static Shape http1(int calls) {
        return new Shape(false, calls, 1);
    }

    /** What a connection says of its server, so that so many calls can run at once. */
    static Shape of(HttpConnection connection, int calls) {
        int streams = streams(connection);
        return streams == 0
                ? http1(calls)
                : new Shape(true, Math.min(MOST_HTTP2_CONNECTIONS, Math.ceilDiv(calls, streams)), streams);
    }

    /** Whether a connection can carry what this shape expects of it. */
    boolean fits(HttpConnection connection) {
        return !http2 || streams(connection) >= streams;
    }

    /** Calls that can share it; 0 where it is not HTTP/2, which nothing else tells. */
    private static int streams(HttpConnection connection) {
        try {
            return (int) Math.clamp(connection.remoteSettings().getMaxConcurrentStreams(), 1, MOST_STREAMS);
        } catch (UnsupportedOperationException e) {
            return 0;
        }
    }
}
