package dev.alize.domain;

import java.util.Locale;

/** Something that a request needs and not every target can do. */
public enum Capability {
    /** Completes a conversation. */
    CHAT,
    /** Completes code between a prefix and a suffix (fill in the middle). */
    CODE,
    /** Reads image parts of messages. */
    VISION,
    /** Calls tools. */
    TOOLS,
    /** Answers in JSON where it is asked to. */
    JSON,
    /** Streams its answer. */
    STREAMING;

    /** The name used in configuration, errors and documentation, such as {@code vision}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
