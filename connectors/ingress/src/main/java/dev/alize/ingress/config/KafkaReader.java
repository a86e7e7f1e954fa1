package dev.alize.ingress.config;

import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Block {@code kafka}, as the processor's: nested maps are joined with dots, lists with commas, and {@code {env: NAME}}
 * or {@code {file: PATH}} stands for a secret. Messages do not show values.
 */
final class KafkaReader {
    private static final int DEEPEST = 12;

    private final Path directory;
    private final Function<String, @Nullable String> environment;
    private final Map<String, String> properties = new HashMap<>();

    KafkaReader(Path directory, Function<String, @Nullable String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    KafkaProperties read(YamlMap block) {
        block.rest().forEach((name, value) -> add(name, value, 1));
        return new KafkaProperties(properties);
    }

    private void add(String name, YamlValue value, int depth) {
        if (depth == DEEPEST) {
            value.problem("is nested too deeply for a property");
        } else if (value.hasKey("env") || value.hasKey("file")) {
            secret(value).ifPresent(text -> properties.put(name, text));
        } else if (value.isMap()) {
            value.map().rest().forEach((key, inner) -> add(name + "." + key, inner, depth + 1));
        } else if (value.isList()) {
            List<String> parts = new ArrayList<>();
            value.list().forEach(part -> part.as(Formats.raw()).ifPresent(parts::add));
            properties.put(name, String.join(",", parts));
        } else {
            value.as(Formats.raw()).ifPresent(text -> properties.put(name, text));
        }
    }

    private Optional<String> secret(YamlValue value) {
        YamlMap map = value.map();
        Optional<String> variable = map.find("env", Formats.text());
        Optional<String> file = map.find("file", Formats.text());
        if (map.has("env") == map.has("file")) {
            map.problem("expected exactly one of env and file");
            return Optional.empty();
        }
        return variable.isPresent()
                ? variable.flatMap(name -> variable(map, name))
                : file.flatMap(path -> file(map, directory.resolve(path)));
    }

    private Optional<String> variable(YamlMap map, String name) {
        String text = environment.apply(name);
        if (text == null || text.isEmpty()) {
            map.problem("env", "the environment has no variable " + name + ", or an empty one");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private static Optional<String> file(YamlMap map, Path file) {
        try {
            return Optional.of(Files.readString(file).stripTrailing());
        } catch (IOException e) {
            map.problem("file", file + " cannot be read (" + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }
}
