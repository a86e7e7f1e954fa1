package dev.alize.config.yaml;

/** How a single value is written. */
public interface Format<T> {
    /** Reads a value; the message of the misfit says got and expected. */
    T parse(Scalar scalar) throws Misfit;

    /** What a right value looks like, for messages: {@code a duration such as '90s'}. */
    String expected();
}
