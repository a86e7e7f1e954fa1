package dev.alize.ingress.access;

import org.jspecify.annotations.Nullable;

/**
 * Topics of a tenant's own, as the gateway's configuration binds them; null for those of the ingress. The gateway answers
 * on {@code responses} and {@code chunks} what came by {@code requests}.
 */
public record TenantTopics(
        @Nullable String requests,
        @Nullable String cancels,
        @Nullable String responses,
        @Nullable String chunks) {
    /** Those of the ingress. */
    public static final TenantTopics NONE = new TenantTopics(null, null, null, null);
}
