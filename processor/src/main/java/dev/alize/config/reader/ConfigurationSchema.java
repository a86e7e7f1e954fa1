package dev.alize.config.reader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.alize.config.yaml.Outline;
import dev.alize.config.yaml.Outline.Place;
import dev.alize.config.yaml.YamlFile;
import dev.alize.config.yaml.YamlReading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The JSON Schema of {@code policy-config.yaml}, for editors. It is learned from the reader itself, which is led through
 * example files until it has asked for everything, so it knows every key that the reader knows. It refuses no file that
 * the reader takes; rules that span several keys only the reader knows.
 */
public final class ConfigurationSchema {
    /** Each file leads at least one level deeper; the others try combinations. */
    private static final int FILES = 600;

    private static final long SEED = 1;
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Outline outline = new Outline();
    private final Map<String, String> descriptions = Descriptions.read();

    private ConfigurationSchema() {}

    /** The same text for the same version of the program. */
    public static String json() {
        ConfigurationSchema schema = new ConfigurationSchema();
        schema.explore();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "policy-config.yaml of Alizé");
        root.putAll(schema.of(""));
        return write(root) + "\n";
    }

    private void explore() {
        Random random = new Random(SEED);
        for (int i = 0; i < FILES; i++) {
            YamlReading reading = new YamlReading("example", outline);
            YamlFile.parse(write(ExampleFile.of(outline, random)), reading)
                    .ifPresent(root -> ConfigurationReader.read(root, new Paths(Path.of("/"), Path.of(""))));
            reading.finish();
        }
    }

    private static String write(Object json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and single values can be written", e);
        }
    }

    private Map<String, Object> of(String path) {
        Place place = outline.at(path);
        List<Map<String, Object>> kinds = new ArrayList<>(Scalars.merged(place.scalars()));
        if (place.isMap()) {
            kinds.add(map(path, place));
        }
        if (place.isList()) {
            kinds.add(Map.of("type", "array", "items", of(path + "[]")));
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        String description = descriptions.get(path);
        if (description != null) {
            schema.put("description", description);
        }
        if (kinds.size() == 1) {
            schema.putAll(kinds.getFirst());
        } else if (!kinds.isEmpty()) {
            schema.put("anyOf", kinds);
        }
        return schema;
    }

    /** A key whose value is a map may be left empty. */
    private Map<String, Object> map(String path, Place place) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", List.of("object", "null"));
        Place described = place.same().isEmpty() ? place : outline.at(place.same());
        String below = place.same().isEmpty() ? path : place.same();
        Map<String, Object> properties = new TreeMap<>();
        described.keys().forEach(key -> properties.put(key, of(below.isEmpty() ? key : below + "." + key)));
        described.aliases().forEach((alias, key) -> properties.put(alias, properties.getOrDefault(key, Map.of())));
        schema.put("properties", properties);
        schema.put("additionalProperties", place.isNamed() ? of(path + ".<name>") : place.isOpen());
        List<String> required =
                described.keys().stream().filter(described::requires).sorted().toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        List<Map<String, Object>> exclusive = new ArrayList<>();
        described
                .aliases()
                .forEach((alias, key) -> exclusive.add(Map.of("not", Map.of("required", List.of(alias, key)))));
        if (!exclusive.isEmpty()) {
            schema.put("allOf", exclusive);
        }
        return schema;
    }
}
