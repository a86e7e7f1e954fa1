package dev.alize.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object by key and remembers which keys were asked for, so that the others can be named as unknown.
 * Problems are collected, not thrown, so that all are reported at once.
 */
final class StrictObject {
    private final JsonNode node;
    private final String where;
    private final List<String> problems;
    private final Set<String> known = new LinkedHashSet<>();

    StrictObject(JsonNode node, String where, List<String> problems) {
        this.node = node;
        this.where = where;
        this.problems = problems;
        if (!node.isObject()) {
            problem(": is not an object");
        }
    }

    /** The text of a key as {@code read} makes it; null where it is absent or, with a problem noted, unreadable. */
    <T> @Nullable T text(String key, Function<String, T> read) {
        JsonNode value = value(key);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            problem("." + key + ": expected text");
            return null;
        }
        try {
            return read.apply(value.textValue());
        } catch (IllegalArgumentException e) {
            problem("." + key + ": " + e.getMessage());
            return null;
        }
    }

    <T> T text(String key, T absent, Function<String, T> read) {
        T value = text(key, read);
        return value == null ? absent : value;
    }

    @Nullable
    String text(String key) {
        return text(key, Function.identity());
    }

    double number(String key, double absent) {
        JsonNode value = value(key);
        if (value != null && !value.isNumber()) {
            problem("." + key + ": expected a number");
        }
        return value == null || !value.isNumber() ? absent : value.doubleValue();
    }

    long whole(String key, long absent) {
        JsonNode value = value(key);
        if (value != null && !value.canConvertToExactIntegral()) {
            problem("." + key + ": expected a whole number");
        }
        return value == null || !value.canConvertToExactIntegral() ? absent : value.longValue();
    }

    /** A 32-bit whole number; a value outside is a problem. */
    int count(String key, int absent) {
        long value = whole(key, absent);
        return attempt("." + key, absent, () -> Math.toIntExact(value));
    }

    /** A condition; false where it is absent. */
    boolean flag(String key) {
        JsonNode value = value(key);
        if (value != null && !value.isBoolean()) {
            problem("." + key + ": expected true or false");
        }
        return value != null && value.booleanValue();
    }

    Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode value = value(key);
        if (value != null) {
            StrictObject entries = new StrictObject(value, where + "." + key, problems);
            value.fieldNames().forEachRemaining(name -> texts.put(name, entries.text(name, "", Function.identity())));
        }
        return texts;
    }

    List<StrictObject> objects(String key) {
        JsonNode value = value(key);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            problem("." + key + ": expected a list");
        }
        List<StrictObject> objects = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            objects.add(new StrictObject(value.path(i), "%s.%s[%d]".formatted(where, key, i), problems));
        }
        return objects;
    }

    @Nullable
    StrictObject object(String key) {
        JsonNode value = value(key);
        return value == null ? null : new StrictObject(value, where + "." + key, problems);
    }

    /** What {@code build} makes, or {@code absent} and a problem where it refuses its arguments. */
    <T> T attempt(String at, T absent, Supplier<T> build) {
        try {
            return build.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            problem(at + ": " + e.getMessage());
            return absent;
        }
    }

    void problem(String what) {
        problems.add(where + what);
    }

    /** Ends the reading: every key that nobody asked for is a problem. */
    void end() {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problem(".%s: unknown key; known are %s".formatted(name, String.join(", ", known)));
            }
        });
    }

    private @Nullable JsonNode value(String key) {
        known.add(key);
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? null : value;
    }
}
