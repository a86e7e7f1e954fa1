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
    CONTROL,
    /** How instances share quota groups, said anew every few seconds. */
    QUOTA_SHARES,
    /** Answers for later requests that ask the same. */
    CACHE;

    /** The key in the file, such as {@code dead_letters}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name below the prefix, such as {@code dead-letters}. */
    public String suffix() {
        return key().replace('_', '-');
    }

    /** Whether {@code topics.retention} has a key for it: not {@code audit} nor {@code cache}, whose own settings decide, nor one of a single partition. */
    public boolean hasRetention() {
        return this != AUDIT && this != CACHE && !hasOnePartition();
    }

    /** Whether there is no such topic unless the file names it. */
    public boolean isOptional() {
        return this == REQUESTS_INTERACTIVE;
    }

    /** Whether the topic keeps the last record of each key for good. */
    public boolean isCompacted() {
        return this == CONTROL;
    }

    /** Whether it keeps the last record of each key, but no longer than its retention. */
    public boolean isCompactedForAWhile() {
        return this == CACHE;
    }

    /** Whether it has one partition whatever {@code topics.partitions} says, because every instance reads the whole. */
    public boolean hasOnePartition() {
        return this == CONTROL || this == QUOTA_SHARES;
    }
}
