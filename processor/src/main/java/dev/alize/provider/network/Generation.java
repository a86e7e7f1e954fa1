package dev.alize.provider.network;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Connections of a pool that were opened under the same knowledge of the server.
 *
 * <p>Old connections are left in two ways. Over HTTP/1.1 each one closes by itself, between two calls. Over HTTP/2 that
 * would lose the calls that share it: in Vert.x 5.0.4 a connection drops every answer whose head comes after a GOAWAY,
 * whoever sent that. So new calls go to the next generation, and this one ends when its last connection was idle.
 */
final class Generation {
    private final Shape shape;
    private final HttpClientAgent client;
    private final Retirement retirement;
    private final long overAtNanos;
    private final Set<HttpConnection> open = new HashSet<>();
    private int pending;
    private boolean misjudged;
    private boolean retired;

    Generation(Vertx vertx, Clients clients, Shape shape, Duration maxAge) {
        this.shape = shape;
        this.retirement = new Retirement(vertx, maxAge);
        this.overAtNanos = System.nanoTime() + maxAge.toNanos();
        this.client = clients.open(shape, this::opened);
    }

    Future<HttpClientRequest> request(RequestOptions request) {
        pending++;
        return client.request(request).onComplete(done -> {
            pending--;
            closeWhenDone();
        });
    }

    /** Whether it is time to look at the server again. */
    boolean isOver() {
        return misjudged || shape.http2() && System.nanoTime() - overAtNanos >= 0;
    }

    /** Whether a connection is one of these and shared by several calls. */
    boolean shares(HttpConnection connection) {
        return shape.http2() && open.contains(connection);
    }

    /** Gets no new calls any more. */
    void retire() {
        retired = true;
        closeWhenDone();
    }

    private void opened(HttpConnection connection) {
        open.add(connection);
        misjudged |= !shape.fits(connection);
        Runnable forget = shape.http2() ? () -> {} : retirement.plan(connection);
        connection.closeHandler(v -> {
            forget.run();
            open.remove(connection);
            closeWhenDone();
        });
    }

    private void closeWhenDone() {
        if (retired && pending == 0 && open.isEmpty()) {
            client.close();
        }
    }
}
