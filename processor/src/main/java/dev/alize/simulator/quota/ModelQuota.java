package dev.alize.simulator.quota;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of one model, all keys together. Thread-safe: a call is let in and counted in one step. */
final class ModelQuota {
    private final boolean enforced;
    private final List<Gauge> gauges;
    private final long start;

    /** @param start time of the first call, in milliseconds */
    ModelQuota(Limits limits, long start) {
        this.enforced = limits.enforced();
        this.gauges = limits.all().stream()
                .map(limit -> new Gauge(limit, limits.windowMillis(limit)))
                .toList();
        this.start = start;
    }

    synchronized @Nullable Standing enter(long millis) {
        for (Gauge gauge : gauges) {
            if (enforced && gauge.isExhausted(millis)) {
                gauge.refuse(age(millis));
                return gauge.standing(millis);
            }
        }
        use(Measure.REQUESTS, millis, 1);
        return null;
    }

    synchronized void debit(long millis, long tokens) {
        use(Measure.TOKENS, millis, tokens);
    }

    synchronized List<Standing> standings(long millis) {
        return gauges.stream().map(gauge -> gauge.standing(millis)).toList();
    }

    synchronized Usage read(String model, long millis) {
        return new Usage(model, age(millis), gauges.stream().map(Gauge::read).toList());
    }

    private void use(Measure measure, long millis, long amount) {
        for (Gauge gauge : gauges) {
            if (gauge.limit().measure() == measure) {
                gauge.use(millis, age(millis), amount);
            }
        }
    }

    private long age(long millis) {
        return Math.max(0, millis - start);
    }
}
