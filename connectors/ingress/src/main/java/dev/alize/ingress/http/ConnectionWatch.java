package dev.alize.ingress.http;

import dev.alize.ingress.config.Limits;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes connections that are without a request for too long, whether they send nothing, or headers drop by drop, and
 * those that are more than there may be. Confined to its loop, but for the count.
 */
final class ConnectionWatch {
    private final Limits.Connections limits;
    private final AtomicInteger all;
    private final Map<HttpConnection, State> open = new HashMap<>();

    private static final class State {
        private int requests;
        private long since = System.nanoTime();
    }

    /** @param all how many there are in the process */
    ConnectionWatch(Limits.Connections limits, AtomicInteger all) {
        this.limits = limits;
        this.all = all;
    }

    void opened(HttpConnection connection) {
        if (all.incrementAndGet() > limits.most()) {
            all.decrementAndGet();
            connection.close();
            return;
        }
        open.put(connection, new State());
        connection.closeHandler(unused -> {
            if (open.remove(connection) != null) {
                all.decrementAndGet();
            }
        });
    }

    void requested(HttpServerRequest http) {
        State state = open.get(http.connection());
        if (state == null) {
            return;
        }
        state.requests++;
        http.response().endHandler(unused -> {
            state.requests--;
            state.since = System.nanoTime();
        });
    }

    /** To be called every second or so. */
    void look() {
        long oldest = System.nanoTime() - limits.keepAlive().toNanos();
        open.entrySet().stream()
                .filter(entry -> entry.getValue().requests == 0 && entry.getValue().since < oldest)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(HttpConnection::close);
    }
}
