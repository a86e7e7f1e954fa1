package dev.alize.simulator;

import dev.alize.simulator.vendor.RateLimits;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.UUID;

/** The headers of the vendor's answers (names as recorded in 2026). Immutable. */
final class Headers {
    private static final CharSequence LIMIT_REQUESTS = HttpHeaders.createOptimized("x-ratelimit-limit-req-minute");
    private static final CharSequence LEFT_REQUESTS = HttpHeaders.createOptimized("x-ratelimit-remaining-req-minute");
    private static final CharSequence LIMIT_TOKENS = HttpHeaders.createOptimized("x-ratelimit-limit-tokens-minute");
    private static final CharSequence LEFT_TOKENS = HttpHeaders.createOptimized("x-ratelimit-remaining-tokens-minute");
    private static final CharSequence COST = HttpHeaders.createOptimized("x-ratelimit-tokens-query-cost");
    private static final CharSequence CORRELATION = HttpHeaders.createOptimized("mistral-correlation-id");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream; charset=utf-8");

    private final CharSequence limitRequests;
    private final CharSequence limitTokens;

    Headers(RateLimits limits) {
        this.limitRequests = HttpHeaders.createOptimized(Long.toString(limits.requestsPerMinute()));
        this.limitTokens = HttpHeaders.createOptimized(Long.toString(limits.tokensPerMinute()));
    }

    /** What every answer has; the correlation id is a UUID of version 7 made of the time and the serial number. */
    void usual(MultiMap headers, long millis, long serial) {
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        long high = (millis << 16) | 0x7000L | ((serial >>> 48) & 0xfff);
        headers.set(CORRELATION, new UUID(high, 0x8000_0000_0000_0000L | (serial & 0xffff_ffff_ffffL)).toString());
    }

    /** What a stream has: no rates, although the vendor counts it. */
    void stream(MultiMap headers, long millis, long serial) {
        usual(headers, millis, serial);
        headers.set(HttpHeaders.CONTENT_TYPE, EVENTS);
    }

    /** What only a counted answer has. */
    void rates(MultiMap headers, RateLimits left, int cost) {
        headers.set(LIMIT_REQUESTS, limitRequests);
        headers.set(LEFT_REQUESTS, Long.toString(left.requestsPerMinute()));
        headers.set(LIMIT_TOKENS, limitTokens);
        headers.set(LEFT_TOKENS, Long.toString(left.tokensPerMinute()));
        headers.set(COST, Integer.toString(cost));
    }
}
