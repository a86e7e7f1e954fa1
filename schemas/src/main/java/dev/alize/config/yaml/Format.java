package dev.alize.config.yaml;

import java.util.Map;

/** How a single value is written. */
public interface Format<T> {
    /** Reads a value; the message of the misfit says got and expected. */
    T parse(Scalar scalar) throws Misfit;

    /** What a right value looks like, for messages: {@code a duration such as '90s'}. */
    String expected();

    /** The same as a JSON Schema, as far as that can say it: what it refuses, {@link #parse} refuses too. */
    default Map<String, Object> schema() {
        return Map.of("type", "string", "minLength", 1);
    }
}
