package dev.alize.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every setting of a configuration by its dotted key, such as {@code providers.targets[0].model}. Secrets are references,
 * but a {@link KafkaProperty.Text} and any other text may hold one: who shows them must know which.
 */
public final class SettingsByKey {
    private SettingsByKey() {}

    public static SortedMap<String, Object> of(Configuration configuration) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(Keys.of(configuration)));
    }
}
