package dev.alize.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is not a 200, and what is needed to keep its message clean.
 *
 * @param status HTTP status
 * @param limits headers about rate limits by lower-case name
 * @param body as far as it was read; any bytes
 * @param sent body of the request; its text must not come back in a message
 * @param key of the target; must not come back in a message; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, never changed.
record Refusal(
        int status,
        Map<String, String> limits,
        byte[] body,
        byte[] sent,
        @Nullable String key) {}
