package dev.alize.simulator.quota;

/** How far one limit of one model is used, now and since the last reset. Not thread-safe. */
final class Gauge {
    private final Limit limit;
    private final long windowMillis;
    private final SlidingWindow window;
    private final Timeline used;
    private final Timeline refused;
    private long fullest;

    Gauge(Limit limit, long windowMillis) {
        this.limit = limit;
        this.windowMillis = windowMillis;
        this.window = new SlidingWindow(windowMillis);
        this.used = new Timeline(windowMillis);
        this.refused = new Timeline(windowMillis);
    }

    Limit limit() {
        return limit;
    }

    boolean isExhausted(long millis) {
        return window.used(millis) >= limit.most();
    }

    void use(long millis, long age, long amount) {
        window.add(millis, amount);
        used.add(age, amount);
        fullest = Math.max(fullest, window.used(millis));
    }

    void refuse(long age) {
        refused.add(age, 1);
    }

    Standing standing(long millis) {
        return new Standing(limit, Math.max(0, limit.most() - window.used(millis)), window.untilEmpty(millis));
    }

    Usage.Of read() {
        return new Usage.Of(limit, windowMillis, fullest, used.slices(), refused.slices());
    }
}
