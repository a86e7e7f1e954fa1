package dev.alize.config.reader;

import dev.alize.config.BreakerSettings;
import dev.alize.config.FallbackSettings;
import dev.alize.config.ModelGroupSettings;
import dev.alize.config.ProviderSettings;
import dev.alize.config.RetrySettings;
import dev.alize.config.TargetSettings;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import dev.alize.domain.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Block {@code providers}. */
final class ProviderReader {
    private final TargetReader targetReader;

    ProviderReader(Paths paths) {
        this.targetReader = new TargetReader(paths);
    }

    Supplier<ProviderSettings> read(YamlMap root) {
        YamlMap providers = root.block("providers");
        List<YamlValue> entries = targets(root, providers);
        Strategy usual = entries.size() > 1 ? Strategy.FALLBACK : Strategy.SINGLE;
        Strategy strategy = providers.get("strategy", Formats.oneOf(Strategy.WORDS), usual);
        Map<String, Integer> lines = new LinkedHashMap<>();
        List<Supplier<TargetSettings>> targets = new ArrayList<>();
        for (YamlValue entry : entries) {
            YamlMap target = entry.map();
            refuseSameId(target, lines);
            targets.add(targetReader.read(target));
        }
        Supplier<RetrySettings> retry = ResilienceReader.retry(providers.block("retry"));
        Supplier<BreakerSettings> breaker = ResilienceReader.breaker(providers.block("circuit_breaker"));
        Supplier<FallbackSettings> fallback = ResilienceReader.fallback(providers.block("fallback"));
        Supplier<Map<String, ModelGroupSettings>> groups =
                new ModelGroupReader(lines.keySet()).read(providers.block("model_groups"));
        return () -> new ProviderSettings(
                strategy,
                targets.stream().map(Supplier::get).toList(),
                retry.get(),
                breaker.get(),
                fallback.get(),
                groups.get());
    }

    private static List<YamlValue> targets(YamlMap root, YamlMap providers) {
        if (root.has("providers")) {
            providers.requireKey("targets", "a list of at least one target");
        } else {
            root.requireKey("providers", "a map with at least one entry in providers.targets");
        }
        List<YamlValue> entries = providers.list("targets");
        if (entries.isEmpty()
                && providers.value("targets").filter(YamlValue::isList).isPresent()) {
            providers.problem("targets", "is empty; expected at least one target");
        }
        return entries;
    }

    private static void refuseSameId(YamlMap target, Map<String, Integer> lines) {
        target.value("id")
                .ifPresent(value -> value.peek().ifPresent(id -> {
                    Integer first = lines.putIfAbsent(id, value.line());
                    if (first != null) {
                        value.problem("'" + id + "' is the id of two targets; first on line " + first);
                    }
                }));
    }
}
