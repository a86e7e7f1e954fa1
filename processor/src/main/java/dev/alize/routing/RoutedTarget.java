package dev.alize.routing;

import dev.alize.domain.Capability;
import dev.alize.domain.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A target, and what routing must know of it.
 *
 * @param capabilities what it can do; empty where the configuration states nothing, which means everything that
 *     its dialect has
 * @param maxContextTokens most tokens of prompt and completion together; null where unstated
 * @param weight share of the requests with the strategy {@code weighted_round_robin}, above 0
 * @param quotaGroup name of the quota that its calls use up
 * @param maxConcurrency most open calls of this process; null for no bound
 */
public record RoutedTarget(
        Target target,
        Set<Capability> capabilities,
        @Nullable Long maxContextTokens,
        double weight,
        String quotaGroup,
        @Nullable Integer maxConcurrency) {
    public RoutedTarget {
        capabilities = Set.copyOf(capabilities);
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("target " + target.id() + ": expected a weight above 0, got " + weight);
        }
        if (maxContextTokens != null && maxContextTokens < 1) {
            throw new IllegalArgumentException(
                    "target " + target.id() + ": expected max_context_tokens of 1 or more, got " + maxContextTokens);
        }
        if (maxConcurrency != null && maxConcurrency < 1) {
            throw new IllegalArgumentException(
                    "target " + target.id() + ": expected max_concurrency of 1 or more, got " + maxConcurrency);
        }
    }

    public String id() {
        return target.id();
    }
}
