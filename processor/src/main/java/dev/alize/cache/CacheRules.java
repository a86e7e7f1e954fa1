package dev.alize.cache;

/**
 * What decides which answers are kept and given again.
 *
 * @param byDefault whether requests that do not say may use the cache
 * @param ttlMs how long an answer is as good as a new one
 * @param staleMs how old an answer may be that is given because no target takes calls
 * @param maxBytes most bytes of all answers; with 0 there is no cache
 * @param maxEntryBytes most bytes of one answer
 * @param singleFlight whether requests with the same question wait for one call
 * @param streamsApart whether a streamed request asks something else than one that is not: their policies differ
 * @param version of everything else that decides which answers a request may get; part of every question
 */
public record CacheRules(
        boolean byDefault,
        long ttlMs,
        long staleMs,
        long maxBytes,
        int maxEntryBytes,
        boolean singleFlight,
        boolean streamsApart,
        String version) {
    /** No cache. */
    public static final CacheRules OFF = new CacheRules(false, 0, 0, 0, 0, false, false, "");

    /** After so many milliseconds an answer is of no use to anybody. */
    long longestMs() {
        return Math.max(ttlMs, staleMs);
    }
}
