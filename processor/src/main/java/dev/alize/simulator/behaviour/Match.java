package dev.alize.simulator.behaviour;

import org.jspecify.annotations.Nullable;

/**
 * Which calls a rule is for; every condition given must hold.
 *
 * @param share of the calls that meet the other conditions, above 0 up to 1
 * @param header name of a header the call must carry, or null
 * @param value the value that header must have, or null for any
 * @param requestId the call's {@code x-alize-request-id}, or null for any
 * @param model the model the body names, or null for any
 * @param path the call's path, such as {@code /v1/models}; {@code *} for every path; null for the completions
 * @param requestShare of the requests, above 0 up to 1: by its {@code x-alize-request-id} a request is meant always or
 *     never; below 1, calls without one are not meant
 */
public record Match(
        double share,
        @Nullable String header,
        @Nullable String value,
        @Nullable String requestId,
        @Nullable String model,
        @Nullable String path,
        double requestShare) {
    /** Every path. */
    public static final String ANY_PATH = "*";

    /** Every completion call. */
    public static final Match ALL = new Match(1, null, null, null);

    /** Calls, requests and models: everything. */
    public static final Match EVERYTHING = new Match(1, null, null, null, null, ANY_PATH, 1);

    public Match {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is %s, expected above 0 up to 1".formatted(share));
        }
        if (!(requestShare > 0 && requestShare <= 1)) {
            throw new IllegalArgumentException("request_share is %s, expected above 0 up to 1".formatted(requestShare));
        }
        if (value != null && header == null) {
            throw new IllegalArgumentException("value without header; name the header it belongs to");
        }
    }

    /** Of any model, over all completions. */
    public Match(double share, @Nullable String header, @Nullable String value, @Nullable String requestId) {
        this(share, header, value, requestId, null, null, 1);
    }

    /** The given share of all calls. */
    public static Match share(double share) {
        return new Match(share, null, null, null);
    }

    /** All calls of the given share of all requests. */
    public static Match requestShare(double share) {
        return new Match(1, null, null, null, null, null, share);
    }

    /** The calls of one request. */
    public static Match requestId(String id) {
        return new Match(1, null, null, id);
    }

    /** The calls whose header has this value. */
    public static Match header(String name, String value) {
        return new Match(1, name, value, null);
    }

    /** The calls for this model. */
    public static Match model(String name) {
        return new Match(1, null, null, null, name, null, 1);
    }

    /** The calls of this path. */
    public static Match path(String path) {
        return new Match(1, null, null, null, null, path, 1);
    }

    /** Whether a call of this path may be meant. */
    public boolean meansPath(String called, boolean completes) {
        return path == null ? completes : path.equals(ANY_PATH) || path.equals(called);
    }

    /** Whether the request with this id is one of the share; equal ids are always or never. */
    public boolean meansRequest(@Nullable String id) {
        if (requestShare >= 1) {
            return true;
        }
        return id != null && fraction(id) < requestShare;
    }

    /** Of the ids that look alike, too, each part of the range has its share (the finish of MurmurHash3). */
    private static double fraction(String id) {
        long hash = id.hashCode();
        hash = (hash ^ (hash >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
        hash = (hash ^ (hash >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
        return ((hash ^ (hash >>> 33)) >>> 11) * 0x1p-53;
    }
}
