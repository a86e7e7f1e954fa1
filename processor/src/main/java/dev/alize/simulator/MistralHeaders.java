package dev.alize.simulator;

import dev.alize.simulator.quota.Limit;
import dev.alize.simulator.quota.Measure;
import dev.alize.simulator.quota.Span;
import dev.alize.simulator.quota.Standing;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The headers of Mistral's answers (names as recorded in 2026). Immutable. */
final class MistralHeaders implements Headers {
    private static final CharSequence COST = HttpHeaders.createOptimized("x-ratelimit-tokens-query-cost");
    private static final CharSequence CORRELATION = HttpHeaders.createOptimized("mistral-correlation-id");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream; charset=utf-8");

    private static final Map<Measure, Map<Span, Names>> NAMES = names();

    private record Names(CharSequence limit, CharSequence left) {}

    private static Map<Measure, Map<Span, Names>> names() {
        Map<Measure, Map<Span, Names>> names = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            Map<Span, Names> bySpan = new EnumMap<>(Span.class);
            for (Span span : Span.values()) {
                String end = "-%s-%s".formatted(measure.headerWord(), span.word());
                bySpan.put(
                        span,
                        new Names(
                                HttpHeaders.createOptimized("x-ratelimit-limit" + end),
                                HttpHeaders.createOptimized("x-ratelimit-remaining" + end)));
            }
            names.put(measure, bySpan);
        }
        return names;
    }

    /** The correlation id is a UUID of version 7 made of the time and the serial number. */
    @Override
    public void usual(MultiMap headers, long millis, long serial) {
        headers.set(HttpHeaders.CONTENT_TYPE, JSON);
        long high = (millis << 16) | 0x7000L | ((serial >>> 48) & 0xfff);
        headers.set(CORRELATION, new UUID(high, 0x8000_0000_0000_0000L | (serial & 0xffff_ffff_ffffL)).toString());
    }

    /** No rates, although the vendor counts a stream. */
    @Override
    public void stream(MultiMap headers, long millis, long serial, List<Standing> standings) {
        usual(headers, millis, serial);
        headers.set(HttpHeaders.CONTENT_TYPE, EVENTS);
    }

    @Override
    public void rates(MultiMap headers, List<Standing> standings, int cost) {
        for (Standing standing : standings) {
            pair(headers, standing);
        }
        headers.set(COST, Integer.toString(cost));
    }

    /** Only the pair of the limit that is used up. */
    @Override
    public void exhausted(MultiMap headers, Standing standing) {
        pair(headers, standing);
    }

    private static void pair(MultiMap headers, Standing standing) {
        Limit limit = standing.limit();
        Names names = Objects.requireNonNull(
                Objects.requireNonNull(NAMES.get(limit.measure())).get(limit.span()));
        headers.set(names.limit(), Long.toString(limit.most()));
        headers.set(names.left(), Long.toString(standing.left()));
    }
}
