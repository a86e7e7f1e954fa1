package dev.alize.routing;

import java.util.List;
import java.util.Set;

/**
 * Targets that may serve the same model name.
 *
 * @param targets ids, the preferred one first; at least one
 * @param aliases further names of the group
 */
public record ModelGroup(List<String> targets, Set<String> aliases) {
    public ModelGroup {
        targets = List.copyOf(targets);
        aliases = Set.copyOf(aliases);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a model group has at least one target");
        }
    }
}
