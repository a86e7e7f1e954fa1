package dev.alize.ingress.http;

import dev.alize.ingress.access.Ticket;
import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP request that is being served. It ends once: with an answer, or because its client left. Confined to its loop,
 * but for {@link #stop}.
 */
final class Call {
    static final String REQUEST_ID = "x-request-id";

    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final HttpServerRequest http;
    private final Loop loop;
    private final Desk desk;
    private final String route;
    private final long began = System.nanoTime();
    private final List<Runnable> atEnd = new ArrayList<>();
    private String requestId;
    private long bytes;
    private boolean ended;
    private boolean left;
    private boolean stopped;

    Call(HttpServerRequest http, Loop loop, Desk desk, String route) {
        this.http = http;
        this.loop = loop;
        this.desk = desk;
        this.route = route;
        this.requestId = desk.ids().get();
        http.exceptionHandler(failure -> end(0));
        http.response().exceptionHandler(failure -> end(0));
        http.response().closeHandler(unused -> end(0));
        desk.calls().add(this);
    }

    HttpServerRequest http() {
        return http;
    }

    HttpServerResponse response() {
        return http.response();
    }

    Loop loop() {
        return loop;
    }

    Desk desk() {
        return desk;
    }

    String requestId() {
        return requestId;
    }

    /** The caller's own id. */
    void identify(String id) {
        requestId = id;
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether its client left before it was answered. */
    boolean isLeft() {
        return left;
    }

    /** Whether the process ends it. */
    boolean isStopped() {
        return stopped;
    }

    /** To be done once it has ended, however it did. */
    void onEnd(Runnable action) {
        if (ended) {
            action.run();
        } else {
            atEnd.add(action);
        }
    }

    /** Its place among those of its tenant. */
    void hold(Ticket ticket) {
        onEnd(ticket::close);
    }

    /** Takes bytes that count until {@link #giveBytes}; false where there is no room. */
    boolean takeBytes(long more) {
        if (!desk.budget().take(more)) {
            return false;
        }
        bytes += more;
        return true;
    }

    void giveBytes() {
        desk.budget().give(bytes);
        bytes = 0;
    }

    /** Leaves what was taken to another, who gives it back. @return how many */
    long leaveBytes() {
        long left = bytes;
        bytes = 0;
        return left;
    }

    /** Takes back what was left to another; it is given back at once where the call is over. */
    void takeBack(long left) {
        bytes += left;
        if (ended) {
            giveBytes();
        }
    }

    void giveBytes(long some) {
        desk.budget().give(some);
        bytes -= some;
    }

    /** Runs what serves it, so that a bug answers its caller, too. */
    void serve(Runnable service) {
        try {
            service.run();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("request_id", requestId).setCause(e).log("A request cannot be served");
            fail(Refusals.internal());
        }
    }

    /** Answers with JSON. */
    void json(int status, byte[] body) {
        json(status, body, null);
    }

    /** The same, saying where what was made can be found. */
    void json(int status, byte[] body, @Nullable String location) {
        if (ended) {
            return;
        }
        HttpServerResponse response = head(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (location != null) {
            response.putHeader(HttpHeaders.LOCATION, location);
        }
        response.end(Buffer.buffer(body));
        end(status);
    }

    /** Answers with an error. */
    void fail(ApiError error) {
        if (ended) {
            return;
        }
        HttpServerResponse response = head(error.status()).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        error.headers().forEach((name, value) -> {
            if (!isShared() || !name.equals("connection")) {
                response.putHeader(name, value);
            }
        });
        response.end(Buffer.buffer(error.body()));
        end(error.status());
        if ("close".equals(error.headers().get("connection"))) {
            closeSoon();
        }
    }

    /** Status and the headers that every answer has. */
    HttpServerResponse head(int status) {
        return http.response().setStatusCode(status).putHeader(REQUEST_ID, requestId);
    }

    /** The client may still be writing: closed at once, it would often see the reset before the answer. */
    private void closeSoon() {
        http.handler(rest -> {});
        http.resume();
        loop.vertx().setTimer(1_000, unused -> closeConnection());
    }

    /** With HTTP/2 others use the connection, too, and its headers do not know of one. */
    private boolean isShared() {
        return http.version() == HttpVersion.HTTP_2;
    }

    private void closeConnection() {
        if (!isShared()) {
            http.connection().close();
        }
    }

    /** Closes the connection without another byte. */
    void cut(int status) {
        http.response().reset();
        closeConnection();
        end(status);
    }

    /** It is over. @param status that was told; 0 where the client left */
    void end(int status) {
        if (ended) {
            return;
        }
        ended = true;
        left = status == 0;
        giveBytes();
        desk.calls().remove(this);
        desk.measures().ended(route, status, System.nanoTime() - began);
        atEnd.forEach(Runnable::run);
        atEnd.clear();
    }

    /** The process ends: whoever still waits is told to come back. */
    void stop() {
        loop.execute(() -> {
            stopped = true;
            if (!ended && response().headWritten()) {
                response().end(Buffer.buffer(stopping().event()));
                end(200);
            } else {
                fail(stopping());
            }
        });
    }

    static ApiError stopping() {
        return Refusals.unavailable("This instance is being stopped.").retryAfter(1);
    }
}
