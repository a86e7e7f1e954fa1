package dev.alize.config;

import dev.alize.domain.Strategy;
import dev.alize.domain.settings.InvalidSettingException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Block {@code providers}.
 *
 * @param strategy default {@code single} with one target, {@code fallback} with more
 * @param targets at least one, in the order of preference; ids differ
 * @param retry on the same target
 * @param circuitBreaker of each target
 * @param fallback to other targets
 * @param modelGroups by name, in the order of the file; their targets exist, and no name or alias stands for two
 */
public record ProviderSettings(
        Strategy strategy,
        List<TargetSettings> targets,
        RetrySettings retry,
        BreakerSettings circuitBreaker,
        FallbackSettings fallback,
        Map<String, ModelGroupSettings> modelGroups) {
    public ProviderSettings {
        targets = List.copyOf(targets);
        modelGroups = Collections.unmodifiableMap(new LinkedHashMap<>(modelGroups));
        if (targets.isEmpty()) {
            throw new InvalidSettingException("providers.targets", "expected at least one");
        }
        Set<String> ids = targets.stream().map(TargetSettings::id).collect(Collectors.toSet());
        if (ids.size() < targets.size()) {
            throw new InvalidSettingException("providers.targets", "two targets have the same id");
        }
        checkGroups(modelGroups, ids);
        checkLimits(targets);
    }

    private static void checkGroups(Map<String, ModelGroupSettings> groups, Set<String> ids) {
        Set<String> names = new HashSet<>(groups.keySet());
        groups.forEach((name, group) -> {
            if (!ids.containsAll(group.targets()) || !group.aliases().stream().allMatch(names::add)) {
                throw new InvalidSettingException(
                        "providers.model_groups",
                        "'" + name + "' names an unknown target, or has a name that is taken");
            }
        });
    }

    private static void checkLimits(List<TargetSettings> targets) {
        Map<String, Set<QuotaLimit>> limits = new LinkedHashMap<>();
        for (TargetSettings target : targets) {
            Set<QuotaLimit> own = Set.copyOf(target.quota().windows());
            if (!own.isEmpty()
                    && !limits.merge(target.quota().group(), own, (first, next) -> first)
                            .equals(own)) {
                throw new InvalidSettingException(
                        "providers.targets",
                        "'" + target.id() + "' has other limits than another target of its quota_group");
            }
        }
    }

    /** The limits of every quota group, by its name; none where they are to be learned. */
    public Map<String, List<QuotaLimit>> quotaGroups() {
        Map<String, List<QuotaLimit>> groups = new LinkedHashMap<>();
        targets.forEach(target -> groups.merge(
                target.quota().group(), target.quota().windows(), (first, next) -> first.isEmpty() ? next : first));
        return Collections.unmodifiableMap(groups);
    }

    /** The same with other targets of the same ids. */
    public ProviderSettings withTargets(List<TargetSettings> newTargets) {
        return new ProviderSettings(strategy, newTargets, retry, circuitBreaker, fallback, modelGroups);
    }
}
