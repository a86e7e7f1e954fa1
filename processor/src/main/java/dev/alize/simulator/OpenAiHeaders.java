package dev.alize.simulator;

import dev.alize.simulator.quota.Standing;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** The headers of OpenAI's answers, as its documentation has them. Immutable. */
final class OpenAiHeaders implements Headers {
    private static final int MILLIS_PER_SECOND = 1_000;
    private static final int MILLIS_PER_MINUTE = 60_000;

    @Override
    public void usual(MultiMap headers, long millis, long serial) {
        headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
        headers.set("x-request-id", "req_%016x%016x".formatted(millis, serial));
    }

    @Override
    public void stream(MultiMap headers, long millis, long serial, List<Standing> standings) {
        usual(headers, millis, serial);
        headers.set(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        standings.forEach(standing -> exhausted(headers, standing));
    }

    /** Of several limits of one measure the last is told: the names have no window. */
    @Override
    public void rates(MultiMap headers, List<Standing> standings, int cost) {
        standings.forEach(standing -> exhausted(headers, standing));
    }

    @Override
    public void exhausted(MultiMap headers, Standing standing) {
        String word = standing.limit().measure().word();
        headers.set("x-ratelimit-limit-" + word, Long.toString(standing.limit().most()));
        headers.set("x-ratelimit-remaining-" + word, Long.toString(standing.left()));
        headers.set("x-ratelimit-reset-" + word, reset(standing.resetMillis()));
    }

    /** Such as {@code 12ms}, {@code 1.5s} or {@code 6m0s}. */
    static String reset(long millis) {
        if (millis < MILLIS_PER_SECOND) {
            return millis + "ms";
        }
        long minutes = millis / MILLIS_PER_MINUTE;
        long rest = millis % MILLIS_PER_MINUTE;
        String seconds = rest % MILLIS_PER_SECOND == 0
                ? Long.toString(rest / MILLIS_PER_SECOND)
                : Double.toString(rest / (double) MILLIS_PER_SECOND);
        return (minutes == 0 ? "" : minutes + "m") + seconds + "s";
    }
}
