package dev.alize.routing;

import dev.alize.domain.Strategy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the configuration says about routing.
 *
 * @param targets in their order; at least one, no id twice
 * @param groups model groups by name
 * @param acrossModels whether, with the strategy {@code fallback}, a request that names a model may end up at a target of
 *     another model when those of its model fail
 */
public record RoutingRules(
        Strategy strategy,
        List<RoutedTarget> targets,
        Map<String, ModelGroup> groups,
        RetryRules retry,
        BreakerRules breaker,
        boolean acrossModels) {
    public RoutingRules {
        targets = List.copyOf(targets);
        groups = Map.copyOf(groups);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("routing needs at least one target");
        }
        Set<String> ids = new HashSet<>();
        for (RoutedTarget target : targets) {
            if (!ids.add(target.id())) {
                throw new IllegalArgumentException("two targets have the id " + target.id());
            }
        }
        groups.forEach((name, group) -> {
            if (!ids.containsAll(group.targets())) {
                throw new IllegalArgumentException(
                        "model group " + name + " names a target that does not exist: " + group.targets());
            }
        });
    }
}
