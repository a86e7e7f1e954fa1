package dev.alize.simulator;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/**
 * One call from its whole body to its end, which is exactly one of: answered, broken by us, cancelled by the client.
 * Confined to the event loop of its connection.
 */
final class Call {
    private static final int PIECES = 10;
    private static final long NO_TIMER = -1;

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final Counters counters;
    private long timer = NO_TIMER;
    private boolean over;

    Call(HttpServerRequest request, Vertx vertx, Counters counters) {
        this.request = request;
        this.vertx = vertx;
        this.counters = counters;
        counters.opened();
    }

    HttpServerResponse response() {
        return request.response();
    }

    /** Goes on after the latency; at once and without a timer where it is zero. */
    void after(Duration latency, Runnable next) {
        if (latency.isZero()) {
            next.run();
            return;
        }
        watch();
        timer = vertx.setTimer(Math.max(1, Math.round(latency.toNanos() / 1e6)), id -> {
            timer = NO_TIMER;
            next.run();
        });
    }

    /** Ends with a whole answer. */
    void answer(int status, Buffer body) {
        close();
        counters.answered(status);
        response().setStatusCode(status).end(body);
    }

    /** Never answers; ends when the client leaves. */
    void hang() {
        watch();
    }

    /** Ends with a reset of the connection, or of the stream on HTTP/2. */
    void reset() {
        close();
        counters.broken();
        if (request.version() == HttpVersion.HTTP_2) {
            response().reset();
            return;
        }
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        request.connection().close();
    }

    /** Ends in the middle of the body it announced. */
    void truncate(Buffer body) {
        close();
        counters.broken();
        response()
                .putHeader("content-length", Integer.toString(body.length()))
                .write(body.slice(0, body.length() / 2))
                .onComplete(written -> {
                    if (request.version() == HttpVersion.HTTP_2) {
                        response().reset();
                    } else {
                        request.connection().close();
                    }
                });
    }

    /** Ends with a whole answer that takes the given time from its first to its last piece. */
    void trickle(Buffer body, Duration time) {
        watch();
        response().putHeader("content-length", Integer.toString(body.length()));
        piece(body, 0, Math.max(1, time.toMillis() / (PIECES - 1)));
    }

    private void piece(Buffer body, int index, long pause) {
        Buffer piece = body.slice(body.length() * index / PIECES, body.length() * (index + 1) / PIECES);
        if (index == PIECES - 1) {
            close();
            counters.answered(response().getStatusCode());
            response().end(piece);
            return;
        }
        response().write(piece);
        timer = vertx.setTimer(pause, id -> {
            timer = NO_TIMER;
            piece(body, index + 1, pause);
        });
    }

    private void watch() {
        response().closeHandler(closed -> left());
        response().exceptionHandler(error -> left());
    }

    private void left() {
        if (over) {
            return;
        }
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
        }
        close();
        counters.cancelled();
    }

    private void close() {
        over = true;
        counters.closed();
    }
}
