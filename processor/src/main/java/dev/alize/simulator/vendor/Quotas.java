package dev.alize.simulator.vendor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Requests and tokens of each model over a sliding minute, as the vendor reports them in headers: per model, all keys
 * together, a call's tokens once it was answered. Reported only; nothing is refused here. Shared by the event loops.
 */
public final class Quotas {
    /** Models beyond this number share one quota, so that made-up names cannot fill the heap. */
    private static final int MODELS = 1_000;

    private final RateLimits limits;
    private final Map<String, Quota> byModel = new ConcurrentHashMap<>();
    private final Quota overflow = new Quota(new SlidingWindow(), new SlidingWindow());

    public Quotas(RateLimits limits) {
        this.limits = limits;
    }

    /** Counts an answered call of a model at a time in seconds, and gives what is left after it. */
    public RateLimits charge(String model, long second, int tokens) {
        Quota quota = byModel.get(model);
        if (quota == null) {
            quota = byModel.size() >= MODELS
                    ? overflow
                    : byModel.computeIfAbsent(model, name -> new Quota(new SlidingWindow(), new SlidingWindow()));
        }
        return new RateLimits(
                Math.max(0, limits.requestsPerMinute() - quota.requests.add(second, 1)),
                Math.max(0, limits.tokensPerMinute() - quota.tokens.add(second, tokens)));
    }

    /** Forgets what was used. */
    public void reset() {
        byModel.clear();
    }

    private record Quota(SlidingWindow requests, SlidingWindow tokens) {}
}
