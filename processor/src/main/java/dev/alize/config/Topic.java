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
    CACHE,
    /** Signed seals of the audit trail. */
    AUDIT_CHECKPOINTS,
    /** Orders to forget a subject. */
    ERASURES,
    /** What was used, by tenant, model, target and hour. */
    USAGE,
    /** What partitions tell of their use of budgets, and what they want of them. */
    BUDGET_CLAIMS,
    /** What partitions may use of budgets. */
    BUDGETS,
    /** What is wrong now, and what was. */
    INCIDENTS;

    /** The key in the file, such as {@code dead_letters}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name below the prefix, such as {@code dead-letters}. */
    public String suffix() {
        return key().replace('_', '-');
    }

    /** Whether {@code topics.retention} has a key for it: not {@code audit}, its checkpoints nor {@code cache}, whose own settings decide, nor one that is compacted or of a single partition. */
    public boolean hasRetention() {
        return this != AUDIT && this != AUDIT_CHECKPOINTS && this != CACHE && !isCompacted() && !hasOnePartition();
    }

    /** Whether there is no such topic unless the file names it. */
    public boolean isOptional() {
        return this == REQUESTS_INTERACTIVE;
    }

    /** Whether the topic keeps the last record of each key for good. */
    public boolean isCompacted() {
        return this == CONTROL || this == USAGE || this == BUDGETS || this == INCIDENTS;
    }

    /** Whether it keeps the last record of each key, but no longer than its retention. */
    public boolean isCompactedForAWhile() {
        return this == CACHE;
    }

    /** Whether it has one partition whatever {@code topics.partitions} says: readers want the whole, in its order. */
    public boolean hasOnePartition() {
        return this == CONTROL || this == QUOTA_SHARES || this == INCIDENTS;
    }
}
