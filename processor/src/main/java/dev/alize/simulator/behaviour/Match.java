package dev.alize.simulator.behaviour;

import org.jspecify.annotations.Nullable;

/**
 * Which calls a rule is for; every condition given must hold.
 *
 * @param share of the calls that meet the other conditions, above 0 up to 1
 * @param header name of a header the call must carry, or null
 * @param value the value that header must have, or null for any
 * @param requestId the call's {@code x-alize-request-id}, or null for any
 */
public record Match(
        double share,
        @Nullable String header,
        @Nullable String value,
        @Nullable String requestId) {
    /** Every call. */
    public static final Match ALL = new Match(1, null, null, null);

    public Match {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is %s, expected above 0 up to 1".formatted(share));
        }
        if (value != null && header == null) {
            throw new IllegalArgumentException("value without header; name the header it belongs to");
        }
    }

    /** The given share of all calls. */
    public static Match share(double share) {
        return new Match(share, null, null, null);
    }

    /** The calls of one request. */
    public static Match requestId(String id) {
        return new Match(1, null, null, id);
    }

    /** The calls whose header has this value. */
    public static Match header(String name, String value) {
        return new Match(1, name, value, null);
    }
}
