package dev.alize.config.reader;

import dev.alize.config.HealthProbe;
import dev.alize.config.TargetSettings;
import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import dev.alize.domain.Capability;
import dev.alize.domain.settings.Range;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The keys of a target that say what it is called for. */
final class RoutingReader {
    static final Format<Capability> CAPABILITY = Formats.oneOf(words());

    private RoutingReader() {}

    private static Map<String, Capability> words() {
        Map<String, Capability> words = new LinkedHashMap<>();
        for (Capability capability : Capability.values()) {
            words.put(capability.code(), capability);
        }
        return words;
    }

    static Supplier<TargetSettings.Routing> read(YamlMap target) {
        double weight = target.get("weight", Formats.decimal(0, false), 1.0);
        Set<Capability> capabilities =
                target.value("capabilities").map(RoutingReader::capabilities).orElse(Set.of());
        Optional<Supplier<HealthProbe>> probe = target.findBlock("health_probe").map(RoutingReader::probe);
        return () -> new TargetSettings.Routing(
                weight, capabilities, probe.map(Supplier::get).orElse(null));
    }

    private static Set<Capability> capabilities(YamlValue value) {
        List<YamlValue> entries = value.list();
        if (value.isList() && entries.isEmpty()) {
            value.problem("is empty; expected at least one capability");
        }
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        entries.forEach(entry -> entry.as(CAPABILITY).ifPresent(capabilities::add));
        return capabilities;
    }

    private static Supplier<HealthProbe> probe(YamlMap probe) {
        boolean enabled = probe.get("enabled", Formats.flag(), true);
        int interval = probe.get("interval_seconds", Values.seconds(HealthProbe.INTERVAL), 30);
        Range<Duration> upToInterval = Range.of(HealthProbe.INTERVAL.min(), Duration.ofSeconds(interval));
        int timeout = probe.get("timeout_seconds", Values.seconds(upToInterval), Math.min(5, interval));
        return () -> new HealthProbe(enabled, Duration.ofSeconds(interval), Duration.ofSeconds(timeout));
    }
}
