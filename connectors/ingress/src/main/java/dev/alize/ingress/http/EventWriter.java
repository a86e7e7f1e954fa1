package dev.alize.ingress.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Server-sent events to one client. What it does not read in time waits here, within a bound; a client that is further
 * behind is cut off, and so is one that does not read the rest in the time in which a body has to come. Confined to the
 * call's loop.
 */
final class EventWriter {
    private static final Buffer COMMENT = Buffer.buffer(": keep-alive\n\n");

    private final Call call;
    private final HttpServerResponse response;
    private final Deque<Buffer> behind = new ArrayDeque<>();
    private long behindBytes;
    private boolean begun;
    private boolean ending;
    private boolean quiet;

    EventWriter(Call call) {
        this.call = call;
        this.response = call.response();
    }

    boolean hasBegun() {
        return begun;
    }

    /** Writes some events at once. @param count how many */
    void write(Buffer events, int count) {
        if (call.isEnded() || ending || events.length() == 0) {
            return;
        }
        begin();
        quiet = false;
        call.desk().measures().events(count);
        if (behind.isEmpty() && !response.writeQueueFull()) {
            response.write(events);
        } else {
            keep(events);
        }
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        call.head(200)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("x-accel-buffering", "no")
                .setChunked(true);
        response.drainHandler(unused -> drain());
        long ms = call.desk().limits().connections().heartbeat().toMillis();
        long timer = call.loop().vertx().setPeriodic(ms, unused -> beat());
        call.onEnd(() -> call.loop().vertx().cancelTimer(timer));
    }

    private void beat() {
        if (quiet && behind.isEmpty() && !response.writeQueueFull() && !call.isEnded()) {
            response.write(COMMENT);
        }
        quiet = true;
    }

    private void keep(Buffer events) {
        if (behindBytes + events.length() > call.desk().limits().waiting().streamBytes()
                || !call.takeBytes(events.length())) {
            cutOff();
            return;
        }
        behind.add(events);
        behindBytes += events.length();
    }

    private void drain() {
        while (!behind.isEmpty() && !response.writeQueueFull() && !call.isEnded()) {
            Buffer events = behind.remove();
            behindBytes -= events.length();
            call.giveBytes(events.length());
            response.write(events);
        }
        if (ending && behind.isEmpty()) {
            finish();
        }
    }

    /** Ends the stream once everything is written. */
    void end() {
        if (call.isEnded() || ending) {
            return;
        }
        ending = true;
        if (behind.isEmpty()) {
            finish();
        } else {
            long ms = call.desk().limits().body().timeout().toMillis();
            long timer = call.loop().vertx().setTimer(ms, unused -> cutOff());
            call.onEnd(() -> call.loop().vertx().cancelTimer(timer));
        }
    }

    private void cutOff() {
        call.desk().measures().dropped();
        call.cut(0);
    }

    private void finish() {
        if (!call.isEnded()) {
            response.end();
            call.end(200);
        }
    }
}
