package dev.alize.usage;

/** Is told how the table is coming along. Called on stream threads: returns at once and never throws. */
public interface UsageObserver {
    /** Sees nothing. */
    UsageObserver NONE = new UsageObserver() {};

    /**
     * An event was read.
     *
     * @param at its time, milliseconds since 1970
     */
    default void read(long at) {}

    /** A record of the audit topic is no event of ours. */
    default void skipped() {}
}
