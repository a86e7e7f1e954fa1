package dev.alize.provider.network;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server of one target.
 *
 * <p>Where HTTP/2 is possible, a connection of its own first asks the server whether it speaks it and how many calls may
 * share a connection; the first calls wait for that. Without asking, a burst of calls would open as many connections as
 * it has calls, or wait behind too few. The server is asked again when that has got old or turned out to be wrong, while
 * calls go on.
 */
final class Pool {
    /** What the asking connection is like. */
    private static final Shape ASKING = new Shape(true, 1, 1);

    private final Vertx vertx;
    private final Network network;
    private final int calls;
    private final Clients clients;

    private @Nullable Generation current;
    private @Nullable Future<Generation> asking;

    /** @param calls most calls open at once */
    Pool(Vertx vertx, Network network, boolean tls, int calls, Clients clients) {
        this.vertx = vertx;
        this.network = network;
        this.calls = calls;
        this.clients = clients;
        boolean http1Only = network.protocol() == Protocol.HTTP_1_1 || network.protocol() == Protocol.AUTO && !tls;
        this.current = http1Only ? generation(Shape.http1(calls)) : null;
    }

    Future<HttpClientRequest> request(RequestOptions request) {
        Proxy proxy = network.proxy();
        return proxy == null ? direct(request) : through(proxy, request);
    }

    /** A call timed out on this connection: where calls share it, no new ones get it or those beside it. */
    void distrust(HttpConnection connection) {
        Generation now = current;
        if (now != null && now.shares(connection)) {
            current = null;
            now.retire();
        }
    }

    private Future<HttpClientRequest> through(Proxy proxy, RequestOptions request) {
        try {
            request.setProxyOptions(proxy.options(network.connectTimeout()));
        } catch (IllegalStateException e) {
            return Future.failedFuture(new ProxyRefusedException(proxy, String.valueOf(e.getMessage())));
        }
        return direct(request)
                .recover(e ->
                        Future.failedFuture(ProxyRefusedException.isIn(e) ? new ProxyRefusedException(proxy, e) : e));
    }

    private Future<HttpClientRequest> direct(RequestOptions request) {
        Generation now = current;
        if (now == null) {
            return ask(request).compose(learned -> learned.request(request));
        }
        if (now.isOver()) {
            ask(request);
        }
        return now.request(request);
    }

    private Future<Generation> ask(RequestOptions like) {
        if (asking != null) {
            return asking;
        }
        Future<Generation> answer = connect(like);
        asking = answer;
        answer.onComplete(this::replace, e -> asking = null);
        return answer;
    }

    private void replace(Generation learned) {
        asking = null;
        Generation before = current;
        current = learned;
        if (before != null) {
            before.retire();
        }
    }

    private Future<Generation> connect(RequestOptions like) {
        // A server that does not speak HTTP/2 may never answer its greeting: TCP, TLS and the greeting have their time.
        long patienceMs = 3 * network.connectTimeout().toMillis();
        Generation asks = generation(ASKING);
        return asks.request(new RequestOptions(like).setConnectTimeout(patienceMs))
                .recover(e -> Future.failedFuture(
                        e instanceof TimeoutException
                                ? new IOException("the server did not open HTTP within " + patienceMs + " ms")
                                : e))
                .compose(this::learn)
                .onComplete(done -> asks.retire());
    }

    private Future<Generation> learn(HttpClientRequest neverSent) {
        HttpConnection connection = neverSent.connection();
        Shape shape = Shape.of(connection, calls);
        neverSent.exceptionHandler(e -> {});
        neverSent.reset();
        connection.close();
        return network.protocol() == Protocol.HTTP_2 && !shape.http2()
                ? Future.failedFuture(new IOException("the server speaks no HTTP/2, which the target is set to"))
                : Future.succeededFuture(generation(shape));
    }

    private Generation generation(Shape shape) {
        return new Generation(vertx, clients, shape, network.maxAge());
    }
}
