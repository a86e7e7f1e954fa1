package dev.alize.bench;

import dev.alize.simulator.behaviour.Latency;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How long the simulated provider takes for each request of a run, drawn by the driver, so that nothing the gateway
 * says needs to be believed. Immutable.
 */
final class ProviderLatencies {
    private final int[] millis;

    private ProviderLatencies(int[] millis) {
        this.millis = millis;
    }

    /** Of the first requests of a run, in milliseconds. */
    static ProviderLatencies of(int... millis) {
        return new ProviderLatencies(millis.clone());
    }

    /** Equal seeds draw equal latencies. */
    static ProviderLatencies draw(int requests, Latency latency, long seed) {
        Random random = new Random(seed);
        return new ProviderLatencies(IntStream.range(0, requests)
                .map(request -> whole(latency.sample(random)))
                .toArray());
    }

    private static int whole(Duration latency) {
        return (int) Math.max(1, Math.round(latency.toNanos() / 1e6));
    }

    /** Of the request with this number, in milliseconds; at least 1. */
    int of(int request) {
        return millis[request];
    }

    /** The behaviour for the simulator's admin endpoint: a rule for each request. */
    String behaviour(Ledger ledger) {
        return behaviour(ledger, 0);
    }

    /** @param othersMillis latency of all other requests */
    String behaviour(Ledger ledger, long othersMillis) {
        StringBuilder rules = new StringBuilder("{\"latency\": \"%dms\", \"rules\": [".formatted(othersMillis));
        for (int i = 0; i < millis.length; i++) {
            rules.append(i == 0 ? "" : ",\n")
                    .append("{\"do\": \"answer\", \"request_id\": \"%s\", \"latency\": \"%dms\"}"
                            .formatted(ledger.id(i), millis[i]));
        }
        return rules.append("]}").toString();
    }
}
