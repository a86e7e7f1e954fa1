package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.safety.Category;
import dev.alize.policies.safety.Mode;
import dev.alize.policies.safety.SafetyFilterSettings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Block {@code policy.safety-filter}. */
final class SafetyFilterReader {
    private static final Format<Mode> MODE = Formats.oneOf(modes());

    private SafetyFilterReader() {}

    private static Map<String, Mode> modes() {
        Map<String, Mode> modes = new LinkedHashMap<>();
        Arrays.stream(Mode.values()).forEach(mode -> modes.put(mode.code(), mode));
        return modes;
    }

    static Supplier<SafetyFilterSettings> read(YamlMap block) {
        SafetyFilterSettings otherwise = SafetyFilterSettings.DEFAULT;
        Conduct conduct = ConductReader.read(block, otherwise.conduct(), Action.BLOCK, Action.FLAG, Action.SHADOW);
        Mode mode = block.get("mode", MODE, otherwise.mode());
        Map<Category, Double> thresholds = new EnumMap<>(Category.class);
        YamlMap own = block.block("thresholds");
        for (Category category : Category.values()) {
            own.find(category.code(), Values.decimal(SafetyFilterSettings.THRESHOLD))
                    .ifPresent(value -> thresholds.put(category, value));
        }
        return () -> new SafetyFilterSettings(conduct, mode, thresholds);
    }
}
