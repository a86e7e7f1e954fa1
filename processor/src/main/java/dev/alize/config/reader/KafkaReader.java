package dev.alize.config.reader;

import dev.alize.config.EngineProperties;
import dev.alize.config.KafkaProperty;
import dev.alize.config.KafkaSettings;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Block {@code kafka}: nested maps are joined with dots, lists with commas, and {@code {env: NAME}} or
 * {@code {file: PATH}} stands for a secret. Messages do not show values.
 */
final class KafkaReader {
    /** No property of Kafka has as many parts; also ends a map that contains itself. */
    private static final int DEEPEST = 12;

    private final SecretReader secrets;
    private final Map<String, KafkaProperty> properties = new TreeMap<>();

    KafkaReader(Paths paths) {
        this.secrets = new SecretReader(paths);
    }

    Supplier<KafkaSettings> read(YamlMap block) {
        block.rest().forEach((name, value) -> add(name, value, 1));
        return () -> new KafkaSettings(properties);
    }

    private void add(String name, YamlValue value, int depth) {
        if (value.isMap() && !isReference(value)) {
            addAll(name, value, depth);
            return;
        }
        Optional<KafkaProperty> property = property(value);
        String text = property.orElse(null) instanceof KafkaProperty.Text given ? given.text() : "";
        EngineProperties.reasonAgainst(name, text).ifPresent(value::problem);
        property.map(given -> properties.put(name, given))
                .ifPresent(before -> value.problem("property '" + name + "' is given twice"));
    }

    private void addAll(String prefix, YamlValue value, int depth) {
        if (depth == DEEPEST) {
            value.problem("is nested too deeply for a Kafka property");
            return;
        }
        value.map().rest().forEach((name, inner) -> add(prefix + "." + name, inner, depth + 1));
    }

    private Optional<KafkaProperty> property(YamlValue value) {
        if (value.isMap()) {
            return secrets.read(value).map(KafkaProperty.Referenced::new);
        }
        if (value.isList()) {
            List<String> parts = new ArrayList<>();
            value.list().forEach(part -> part.as(Formats.raw()).ifPresent(parts::add));
            return Optional.of(new KafkaProperty.Text(String.join(",", parts)));
        }
        return value.as(Formats.raw()).map(KafkaProperty.Text::new);
    }

    private static boolean isReference(YamlValue value) {
        return value.hasKey("env") || value.hasKey("file");
    }
}
