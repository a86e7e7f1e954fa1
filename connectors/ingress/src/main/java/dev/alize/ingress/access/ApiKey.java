package dev.alize.ingress.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One of a tenant's keys; two or more while one is replaced by the next.
 *
 * @param label for people, such as {@code backend 2026-11}; null where it has none
 * @param expires from when on it opens nothing; null for never
 */
public record ApiKey(
        KeyHash hash, @Nullable String label, @Nullable Instant expires) {
    boolean isValidAt(Instant now) {
        return expires == null || now.isBefore(expires);
    }
}
