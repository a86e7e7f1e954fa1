package dev.alize.doctor;

import dev.alize.provider.Inspected;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a target.
 *
 * @param id its name in the configuration
 * @param key null where it has none
 * @param resolved the name that we have to look up: the proxy's where there is one; null where that did not end
 * @param proxy host and port; null for none
 * @param inspected its answer
 * @param at when the inspection ended
 */
public record TargetSeen(
        String id,
        String provider,
        String model,
        @Nullable KeySeen key,
        @Nullable Resolved resolved,
        @Nullable String proxy,
        Inspected inspected,
        Instant at) {}
