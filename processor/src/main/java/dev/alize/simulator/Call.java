package dev.alize.simulator;

import dev.alize.simulator.stream.Plan;
import dev.alize.simulator.stream.Play;
import dev.alize.simulator.vendor.Chunks;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
    private final Line line;
    private @Nullable Play play;
    private Runnable streamEnd = () -> {};
    private long timer = NO_TIMER;
    private boolean over;

    Call(HttpServerRequest request, Vertx vertx, Counters counters) {
        this.request = request;
        this.vertx = vertx;
        this.counters = counters;
        this.line = new Line(request);
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
        line.reset();
    }

    /** Ends in the middle of the body it announced. */
    void truncate(Buffer body) {
        close();
        counters.broken();
        response()
                .putHeader("content-length", Integer.toString(body.length()))
                .write(body.slice(0, body.length() / 2))
                .onComplete(written -> line.cut());
    }

    /** Ends as the plan of its stream says, or when the client leaves. */
    void stream(Chunks chunks, Plan plan, Runnable atEnd) {
        watch();
        counters.streams.started();
        streamEnd = atEnd;
        Play started = new Play(vertx, response(), chunks, plan, this::streamed);
        play = started;
        started.start();
    }

    private void streamed(Play.Ending ending) {
        if (over) {
            return;
        }
        close();
        streamEnd.run();
        switch (ending) {
            case DONE -> {
                counters.answered(response().getStatusCode());
                counters.streams.finished();
                response().end();
            }
            case QUIT -> {
                brokeOff();
                response().end();
            }
            case BREAK -> {
                brokeOff();
                line.cut();
            }
        }
    }

    private void brokeOff() {
        counters.broken();
        counters.streams.broken();
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
        if (play != null) {
            play.stop();
            streamEnd.run();
            counters.streams.cancelled();
        }
    }

    private void close() {
        over = true;
        counters.closed();
    }
}
