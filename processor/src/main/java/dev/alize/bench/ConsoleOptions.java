package dev.alize.bench;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the console is measured.
 *
 * @param events of the audit trail behind it, 100 to 100,000,000
 * @param rate requests per second of the simulated traffic, 1 to 10,000
 * @param time of the traffic, 20 s to 24 h
 * @param clients open pages, 1 to 60
 * @param rig what is measured
 */
public record ConsoleOptions(long events, int rate, Duration time, int clients, RigOptions rig) {
    public ConsoleOptions {
        if (events < 100 || events > 100_000_000) {
            throw new IllegalArgumentException("events: got " + events + ", expected 100 to 100000000");
        }
        if (rate < 1 || rate > 10_000 || clients < 1 || clients > 60) {
            throw new IllegalArgumentException(
                    "rate, clients: got %d, %d, expected 1 to 10000, 1 to 60".formatted(rate, clients));
        }
        if (time.toSeconds() < 20 || time.toHours() > 24) {
            throw new IllegalArgumentException("time: got %s, expected 20 s to 24 h".formatted(time));
        }
    }

    int requests() {
        return Math.toIntExact(rate * time.toSeconds());
    }

    /** Puts them into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("events", events);
        json.put("rate", rate);
        json.put("seconds", time.toSeconds());
        json.put("clients", clients);
    }
}
