package dev.alize.simulator.quota;

import java.util.List;

/**
 * The limits of every model. Where a call finds several used up, the first of them is the one it is refused for.
 *
 * @param all one or more, each measure and window once
 * @param enforced whether calls are refused; else the limits are only told in headers
 * @param timeScale the windows are this many times shorter than their names say, 0.001 to 1,000; so long windows can be
 *     tested fast
 */
public record Limits(List<Limit> all, boolean enforced, double timeScale) {
    /** More than one process can ask for, and not enforced. */
    public static final Limits AMPLE = perMinute(10_000_000, 10_000_000_000L);

    public Limits {
        all = List.copyOf(all);
        long kinds = all.stream()
                .map(limit -> limit.measure() + "/" + limit.span())
                .distinct()
                .count();
        if (all.isEmpty() || kinds < all.size()) {
            throw new IllegalArgumentException(
                    "limits are %s, expected one or more, each measure and window once".formatted(all));
        }
        if (!(timeScale >= 0.001 && timeScale <= 1_000)) {
            throw new IllegalArgumentException("time scale is %s, expected 0.001 to 1000".formatted(timeScale));
        }
    }

    /** Requests and tokens over a minute, told and not enforced. */
    public static Limits perMinute(long requests, long tokens) {
        return new Limits(
                List.of(
                        new Limit(Measure.REQUESTS, requests, Span.MINUTE),
                        new Limit(Measure.TOKENS, tokens, Span.MINUTE)),
                false,
                1);
    }

    /** The same, enforced. */
    public Limits enforcing() {
        return new Limits(all, true, timeScale);
    }

    /** The same with windows so many times shorter. */
    public Limits scaled(double times) {
        return new Limits(all, enforced, times);
    }

    /** The true length of a limit's window, at least 1. */
    long windowMillis(Limit limit) {
        return Math.max(1, Math.round(limit.span().length().toMillis() / timeScale));
    }
}
