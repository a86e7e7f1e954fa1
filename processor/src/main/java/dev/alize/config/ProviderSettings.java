package dev.alize.config;

import dev.alize.domain.Strategy;
import java.util.List;

/**
 * Block {@code providers}.
 *
 * @param strategy default {@code single} with one target, {@code fallback} with more
 * @param targets at least one, in the order of preference; ids differ
 */
public record ProviderSettings(Strategy strategy, List<TargetSettings> targets) {
    public ProviderSettings {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new InvalidSettingException("providers.targets", "expected at least one");
        }
        if (targets.stream().map(TargetSettings::id).distinct().count() < targets.size()) {
            throw new InvalidSettingException("providers.targets", "two targets have the same id");
        }
    }
}
