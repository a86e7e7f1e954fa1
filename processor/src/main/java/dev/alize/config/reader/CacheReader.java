package dev.alize.config.reader;

import dev.alize.config.CacheSettings;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import java.time.Duration;
import java.util.function.Supplier;

/** Block {@code cache}. */
final class CacheReader {
    private CacheReader() {}

    static Supplier<CacheSettings> read(YamlMap block) {
        CacheSettings usual = CacheSettings.DEFAULT;
        boolean enabled = block.get("enabled", Formats.flag(), usual.enabled());
        Duration ttl = block.get("ttl", Values.duration(CacheSettings.TTL), usual.ttl());
        long most = block.get("max_bytes", Values.size(CacheSettings.MAX_BYTES), usual.maxBytes());
        long entry =
                block.get("max_entry_bytes", Values.size(CacheSettings.MAX_ENTRY_BYTES), (long) usual.maxEntryBytes());
        Duration stale = block.get("stale", Values.duration(CacheSettings.STALE), usual.stale());
        boolean single = block.get("single_flight", Formats.flag(), usual.singleFlight());
        return () -> new CacheSettings(enabled, ttl, most, (int) entry, stale, single);
    }
}
