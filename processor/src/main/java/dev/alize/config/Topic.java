package dev.alize.config;

import java.util.Locale;

/** The topics of the gateway. */
public enum Topic {
    REQUESTS,
    /** Only where the file names it. */
    REQUESTS_INTERACTIVE,
    CANCELS,
    RESPONSES,
    CHUNKS,
    RETRIES,
    FALLBACKS,
    DEAD_LETTERS,
    AUDIT,
    CONTROL;

    /** The key in the file, such as {@code dead_letters}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name below the prefix, such as {@code dead-letters}. */
    public String suffix() {
        return key().replace('_', '-');
    }

    /** Whether {@code topics.retention} has a key for it: not {@code audit}, whose policy decides, nor {@code control}. */
    public boolean hasRetention() {
        return this != AUDIT && this != CONTROL;
    }

    /** Whether there is no such topic unless the file names it. */
    public boolean isOptional() {
        return this == REQUESTS_INTERACTIVE;
    }

    /** Whether the topic is compacted and has one partition. */
    public boolean isCompacted() {
        return this == CONTROL;
    }
}
