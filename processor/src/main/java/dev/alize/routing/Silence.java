package dev.alize.routing;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

/**
 * Whether a target takes calls and answers none: several are open, the oldest of them for much longer than usual, and
 * nothing came from the target meanwhile, neither an answer nor a part of one nor an error. Guarded by the gate's lock,
 * except for {@link #heard}.
 */
final class Silence {
    /** Fewer open calls may just be long ones. */
    private static final int FEW = 3;

    private static final double TIMES_USUAL = 5;
    private static final double TIMES_LONGEST = 1.5;
    private static final long LEAST_MS = 20_000;
    /** It is over once nobody has waited for so long. */
    private static final long NOBODY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String id;
    private final Surroundings around;
    /** When they began, the oldest first. */
    private final SequencedMap<OpenPass, Long> open = new LinkedHashMap<>();

    private volatile long heardNanos;
    private long waitedNanos;
    private long sinceNanos;
    private boolean on;

    Silence(String id, Surroundings around) {
        this.id = id;
        this.around = around;
        heardNanos = around.nanoTime().getAsLong();
    }

    void began(OpenPass pass, long nowNanos) {
        open.put(pass, nowNanos);
    }

    void ended(OpenPass pass, long nowNanos) {
        if (open.remove(pass) != null) {
            waitedNanos = nowNanos;
        }
    }

    /** The target said something. Any thread. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /**
     * Says what has changed.
     *
     * @param timeout of the target
     */
    void look(Experience usual, Duration timeout, long nowNanos) {
        if (on) {
            boolean nobody = open.isEmpty() && nowNanos - waitedNanos >= NOBODY_NANOS;
            if (nobody || heardNanos - sinceNanos > 0) {
                end();
            }
        } else if (open.size() >= FEW) {
            long oldest = open.firstEntry().getValue();
            long since = oldest - heardNanos > 0 ? oldest : heardNanos;
            long ms = TimeUnit.NANOSECONDS.toMillis(nowNanos - since);
            if (ms >= longMs(usual, timeout)) {
                on = true;
                sinceNanos = since;
                around.events()
                        .happened(
                                "silence",
                                id,
                                "begun",
                                Map.of("for_ms", Long.toString(ms), "open", Integer.toString(open.size())));
            }
        }
    }

    /** Half of the timeout where no call has succeeded yet. */
    private static double longMs(Experience usual, Duration timeout) {
        double latency = usual.latencyMs();
        double ms = Double.isNaN(latency)
                ? timeout.toMillis() / 2.0
                : Math.max(TIMES_USUAL * latency, TIMES_LONGEST * usual.longestMs());
        return Math.max(LEAST_MS, ms);
    }

    /** Where it was silent, it is not any more, or nobody will know. */
    void end() {
        if (on) {
            on = false;
            around.events().happened("silence", id, "over", Map.of());
        }
    }
}
