package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.Range;
import java.time.Duration;

/**
 * Block {@code cache}: the response cache. A request that says {@code cache: true} or {@code false} decides for itself.
 *
 * @param enabled whether requests that do not say may be answered from the cache, and their answers kept; default false
 * @param ttl how long an answer is as good as a new one, 1 s to 30 d; default 1 h
 * @param maxBytes most bytes of answers that an instance keeps in memory, 0 to 64 GiB; 0 switches the cache off for
 *     every request; default 64 MiB
 * @param maxEntryBytes largest answer that is kept, 1 KiB to 16 MiB; default 256 KiB
 * @param stale how old an answer may be that is given because no target takes calls, 0 (none is) to 30 d; default 24 h
 * @param singleFlight whether requests that ask the same at the same time wait for one call; default true
 */
public record CacheSettings(
        boolean enabled, Duration ttl, long maxBytes, int maxEntryBytes, Duration stale, boolean singleFlight) {
    public static final Range<Duration> TTL = Range.of(Duration.ofSeconds(1), Duration.ofDays(30));
    public static final Range<Long> MAX_BYTES = Range.of(0L, 64L << 30);
    public static final Range<Long> MAX_ENTRY_BYTES = Range.of(1L << 10, 16L << 20);
    public static final Range<Duration> STALE = Range.of(Duration.ZERO, Duration.ofDays(30));
    public static final CacheSettings DEFAULT =
            new CacheSettings(false, Duration.ofHours(1), 64L << 20, 256 << 10, Duration.ofHours(24), true);

    public CacheSettings {
        TTL.check("cache.ttl", ttl);
        MAX_BYTES.check("cache.max_bytes", maxBytes);
        MAX_ENTRY_BYTES.check("cache.max_entry_bytes", (long) maxEntryBytes);
        STALE.check("cache.stale", stale);
        if (maxBytes > 0 && maxBytes < maxEntryBytes) {
            throw new InvalidSettingException(
                    "cache.max_bytes", "is less than cache.max_entry_bytes: the largest answer would never be kept");
        }
    }

    /** After so long an answer is of no use to anybody. */
    public Duration longest() {
        return ttl.compareTo(stale) > 0 ? ttl : stale;
    }
}
