package dev.alize.provider.network;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes HTTP/1.1 connections at a certain age, each between two calls, so that calls follow a changed address however
 * busy a connection is: the pool by itself closes idle ones only. Used on the event loop only.
 */
final class Retirement {
    /** Longer than any call: one that is open ends by its own time. */
    private static final long PATIENCE_DAYS = 2;

    /** Connections that were opened together are not closed together: their ages differ by up to a quarter. */
    private static final int STEPS = 32;

    private final Vertx vertx;
    private final long maxAgeMs;
    private int planned;

    Retirement(Vertx vertx, Duration maxAge) {
        this.vertx = vertx;
        this.maxAgeMs = maxAge.toMillis();
    }

    /** Returns what to run once the connection is closed. */
    Runnable plan(HttpConnection connection) {
        long earlier = maxAgeMs / 4 * (planned++ % STEPS) / STEPS;
        long timer = vertx.setTimer(maxAgeMs - earlier, id -> connection.shutdown(PATIENCE_DAYS, TimeUnit.DAYS));
        return () -> vertx.cancelTimer(timer);
    }
}
