package dev.alize.domain;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happened to the process, not to a request, into the audit trail and the log: a breaker opened, a key was
 * refused, a mitigation came into force. Any thread; returns at once and never throws.
 */
@FunctionalInterface
public interface ProcessEvents {
    /** Writes nothing. */
    ProcessEvents NONE = (kind, target, reason, details) -> {};

    /**
     * @param kind such as {@code breaker}, {@code key_refused}, {@code probe}, {@code silence}, {@code control}, {@code pacing}, {@code cache}
     * @param target id of the target; null where it is about none
     * @param reason code, such as the new state
     * @param details by name; no text of a request, no key
     */
    void happened(String kind, @Nullable String target, String reason, Map<String, String> details);
}
