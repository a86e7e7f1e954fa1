package dev.alize.config.reader;

import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Suggestion;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.moderation.ExternalModerationSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Block {@code policy.external-moderation}. */
final class ExternalModerationReader {
    private static final List<String> KNOWN = ExternalModerationSettings.KNOWN;

    private ExternalModerationReader() {}

    static Supplier<ExternalModerationSettings> read(YamlMap block) {
        ExternalModerationSettings otherwise = ExternalModerationSettings.DEFAULT;
        Conduct conduct = ConductReader.read(block, otherwise.conduct(), Action.BLOCK, Action.FLAG, Action.SHADOW);
        Optional<String> target = block.find("target", Formats.text());
        String model = block.get("model", Formats.text(), otherwise.model());
        Duration timeout =
                block.get("timeout", Values.duration(ExternalModerationSettings.TIMEOUT), otherwise.timeout());
        List<String> categories = categories(block);
        Map<String, Double> thresholds = thresholds(block.block("thresholds"), categories);
        int concurrent = block.get(
                "max_concurrent", Values.whole(ExternalModerationSettings.CONCURRENT), otherwise.maxConcurrent());
        return () -> new ExternalModerationSettings(
                conduct, target.orElse(null), model, timeout, categories, thresholds, concurrent);
    }

    private static List<String> categories(YamlMap block) {
        Optional<YamlValue> given = block.value("categories");
        if (given.isEmpty()) {
            return ExternalModerationSettings.DEFAULT.categories();
        }
        List<YamlValue> entries = given.get().list();
        if (given.get().isList() && entries.isEmpty()) {
            given.get().problem("is empty; expected at least one category");
        }
        List<String> categories = new ArrayList<>();
        for (YamlValue entry : entries) {
            entry.as(Formats.text()).ifPresent(category -> {
                if (!KNOWN.contains(category)) {
                    entry.problem(unknown(category));
                } else if (categories.contains(category)) {
                    entry.problem("category '" + category + "' is in the list already");
                }
                categories.add(category);
            });
        }
        return categories;
    }

    private static Map<String, Double> thresholds(YamlMap block, List<String> categories) {
        Map<String, Double> thresholds = new TreeMap<>();
        block.byName().forEach((category, value) -> {
            if (!KNOWN.contains(category)) {
                value.problem(unknown(category));
            } else if (!categories.contains(category)) {
                value.problem("has no effect, since categories does not name it");
            }
            value.as(Values.decimal(ExternalModerationSettings.THRESHOLD))
                    .ifPresent(threshold -> thresholds.put(category, threshold));
        });
        return thresholds;
    }

    private static String unknown(String category) {
        return "category '" + category + "' does not exist; existing categories: " + String.join(", ", KNOWN)
                + Suggestion.of(category, KNOWN)
                        .map(meant -> "; did you mean '" + meant + "'?")
                        .orElse("");
    }
}
