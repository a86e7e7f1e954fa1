package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import java.util.HashSet;
import java.util.List;

/**
 * One entry of {@code providers.model_groups}: targets that serve a request which names the group as its model.
 *
 * @param targets ids, at least one, none twice, in the order of preference
 * @param aliases other names of the group; none twice
 */
public record ModelGroupSettings(List<String> targets, List<String> aliases) {
    public ModelGroupSettings {
        targets = List.copyOf(targets);
        aliases = List.copyOf(aliases);
        if (targets.isEmpty()) {
            throw new InvalidSettingException("providers.model_groups", "a group has at least one target");
        }
        if (new HashSet<>(targets).size() < targets.size() || new HashSet<>(aliases).size() < aliases.size()) {
            throw new InvalidSettingException("providers.model_groups", "a target or an alias is given twice");
        }
    }
}
