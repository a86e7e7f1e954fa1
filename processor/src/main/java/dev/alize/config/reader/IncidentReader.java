package dev.alize.config.reader;

import dev.alize.config.IncidentSettings;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Block {@code incidents}. */
final class IncidentReader {
    private IncidentReader() {}

    static Supplier<IncidentSettings> read(YamlMap block) {
        IncidentSettings usual = IncidentSettings.DEFAULT;
        boolean enabled = block.get("enabled", Formats.flag(), usual.enabled());
        Duration window = block.get("window", Values.duration(IncidentSettings.WINDOW), usual.window());
        double errors = block.get("error_rate", Values.decimal(IncidentSettings.RATE), usual.errorRate());
        double limited = block.get("limited_rate", Values.decimal(IncidentSettings.RATE), usual.limitedRate());
        double minor = block.get("minor_rate", Values.decimal(IncidentSettings.MINOR_RATE), usual.minorRate());
        int failures = block.get("min_failures", Values.whole(IncidentSettings.MIN_FAILURES), usual.minFailures());
        Duration latency = block.get("latency", Values.duration(IncidentSettings.LATENCY), usual.latency());
        double slow = block.get("slow_factor", Values.decimal(IncidentSettings.SLOW_FACTOR), usual.slowFactor());
        Duration resolve =
                block.get("resolve_after", Values.duration(IncidentSettings.RESOLVE_AFTER), usual.resolveAfter());
        Duration reopen =
                block.get("reopen_within", Values.duration(IncidentSettings.REOPEN_WITHIN), usual.reopenWithin());
        URI page = block.find("status_page", new BaseUrl()).orElse(null);
        Map<String, URI> pages = new TreeMap<>();
        block.block("status_pages")
                .byName()
                .forEach((provider, value) -> value.as(new BaseUrl()).ifPresent(url -> pages.put(provider, url)));
        return () -> new IncidentSettings(
                enabled, window, errors, limited, minor, failures, latency, slow, resolve, reopen, page, pages);
    }
}
