package dev.alize.simulator.vendor;

/**
 * Requests and tokens of one model in a minute, 0 or more.
 *
 * @param requestsPerMinute at most, or left
 * @param tokensPerMinute at most, or left
 */
public record RateLimits(long requestsPerMinute, long tokensPerMinute) {
    /** More than one process can ask for. */
    public static final RateLimits AMPLE = new RateLimits(10_000_000, 10_000_000_000L);

    public RateLimits {
        if (requestsPerMinute < 0 || tokensPerMinute < 0) {
            throw new IllegalArgumentException("limits are %d requests and %d tokens a minute, expected 0 or more"
                    .formatted(requestsPerMinute, tokensPerMinute));
        }
    }
}
