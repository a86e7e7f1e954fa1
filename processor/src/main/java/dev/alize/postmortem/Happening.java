package dev.alize.postmortem;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of a process.
 *
 * @param kind of the audit event, such as breaker
 * @param target null where it is about none
 * @param reason such as the breaker's new state; empty where there is none
 */
record Happening(
        Instant at,
        String kind,
        @Nullable String target,
        String reason,
        Map<String, String> details,
        String configuration,
        String instance) {}
