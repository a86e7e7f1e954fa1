package dev.alize.config;

import java.util.Locale;

/** Key {@code processing.guarantee}: what Kafka Streams promises. */
public enum Guarantee {
    /** One response per request whatever crashes, for readers that read committed records only. */
    EXACTLY_ONCE_V2,
    /** Known by name, but refused at start: without transactions a crash can lose a response. */
    AT_LEAST_ONCE;

    /** The name in the file and in Kafka's {@code processing.guarantee}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
