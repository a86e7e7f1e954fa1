package dev.alize.ingress.access;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On whose account requests run. Where a request comes from a key, nothing in the request can say otherwise.
 *
 * @param id as in {@code CompletionRequest.tenant}, 1 to 256 characters
 * @param keys any of them is enough
 * @param models those it may ask for; empty for every model
 * @param topics where its requests go and its answers come
 */
public record Tenant(String id, List<ApiKey> keys, TenantLimits limits, Set<String> models, TenantTopics topics) {
    /** Everybody, where there are no keys. */
    public static final Tenant DEFAULT =
            new Tenant("default", List.of(), TenantLimits.NONE, Set.of(), TenantTopics.NONE);

    static final int LONGEST_ID = 256;

    public Tenant {
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException("id: got " + id.length() + " characters, expected 1 to 256");
        }
        keys = List.copyOf(keys);
        models = Set.copyOf(models);
    }

    /** Whether it may ask for a model. A request without one is left to the route, which only those with every model may. */
    public boolean mayUse(@Nullable String model) {
        return models.isEmpty() || model != null && models.contains(model);
    }
}
