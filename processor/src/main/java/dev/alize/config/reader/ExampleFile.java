package dev.alize.config.reader;

import dev.alize.config.yaml.Outline;
import dev.alize.config.yaml.Outline.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that lead a reader to everything it can ask for: each gives most of the places that are known so far, with values
 * of every kind that they take, or of any kind where nothing is known yet.
 */
final class ExampleFile {
    /** One key of ten is left out, so that it shows what is missed; one value of ten is of any kind. */
    private static final double GIVEN = 0.9;

    /** With the shorthands that change what else is read. */
    private static final List<String> TEXTS = List.of("x", "x:chat:x", "mistral", "1s");

    private final Outline outline;
    private final Random random;

    private ExampleFile(Outline outline, Random random) {
        this.outline = outline;
        this.random = random;
    }

    static Map<String, @Nullable Object> of(Outline outline, Random random) {
        return new ExampleFile(outline, random).map("", outline.at(""));
    }

    private @Nullable Object value(String path) {
        Place place = outline.at(path);
        List<String> kinds = new ArrayList<>();
        if (place.isMap()) {
            kinds.add("map");
        }
        if (place.isList()) {
            kinds.add("list");
        }
        if (!place.scalars().isEmpty()) {
            kinds.add("scalar");
        }
        if (kinds.isEmpty() || random.nextDouble() > GIVEN) {
            kinds.addAll(List.of("map", "list", "scalar"));
        }
        return switch (any(kinds)) {
            case "map" -> map(path, place);
            case "list" -> list(path);
            default -> scalar(place.scalars());
        };
    }

    private Map<String, @Nullable Object> map(String path, Place place) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        String below = place.same().isEmpty() ? path : place.same();
        for (String key : outline.at(below).keys()) {
            if (random.nextDouble() < GIVEN) {
                map.put(key, value(below.isEmpty() ? key : below + "." + key));
            }
        }
        if (place.isNamed()) {
            map.put("any", value(path + ".<name>"));
        }
        return map;
    }

    private List<@Nullable Object> list(String path) {
        List<@Nullable Object> list = new ArrayList<>();
        list.add(value(path + "[]"));
        return list;
    }

    private @Nullable Object scalar(Set<Map<String, Object>> schemas) {
        Map<String, Object> schema = schemas.isEmpty() ? Map.of() : any(List.copyOf(schemas));
        if (schema.get("enum") instanceof List<?> words) {
            return any(words);
        } else if ("boolean".equals(schema.get("type"))) {
            return random.nextBoolean();
        }
        List<Object> bounds = new ArrayList<>();
        for (String bound : List.of("minimum", "maximum")) {
            if (schema.get(bound) != null) {
                bounds.add(schema.get(bound));
            }
        }
        return bounds.isEmpty() ? any(TEXTS) : any(bounds);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
