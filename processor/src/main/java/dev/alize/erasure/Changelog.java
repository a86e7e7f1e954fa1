package dev.alize.erasure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A topic in which Kafka Streams keeps a store.
 *
 * @param topic its name
 * @param cleanup {@code compact}, {@code delete} or both
 * @param goneAfter within which compaction takes a replaced row at the latest ({@code max.compaction.lag.ms}); null
 *     where the broker sets no bound
 */
public record Changelog(
        String topic, String cleanup, @Nullable Duration goneAfter) {}
