package dev.alize.gateway;

import dev.alize.config.BreakerSettings;
import dev.alize.config.Environment;
import dev.alize.config.HealthProbe;
import dev.alize.config.ProviderSettings;
import dev.alize.config.QuotaLimit;
import dev.alize.config.RetrySettings;
import dev.alize.config.TargetSettings;
import dev.alize.domain.Target;
import dev.alize.pacing.GroupRules;
import dev.alize.pacing.Kind;
import dev.alize.pacing.Window;
import dev.alize.routing.BreakerRules;
import dev.alize.routing.ModelGroup;
import dev.alize.routing.ProbeRules;
import dev.alize.routing.RetryRules;
import dev.alize.routing.RoutedTarget;
import dev.alize.routing.RoutingRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The block {@code providers} in the words of routing and pacing. Pure but for the keys, which it refers to. */
final class RoutingPlan {
    private RoutingPlan() {}

    static RoutingRules rules(ProviderSettings providers, Environment environment) {
        List<RoutedTarget> targets = providers.targets().stream()
                .map(target -> target(target, environment))
                .toList();
        Map<String, ModelGroup> groups = new HashMap<>();
        providers
                .modelGroups()
                .forEach((name, group) ->
                        groups.put(name, new ModelGroup(group.targets(), Set.copyOf(group.aliases()))));
        return new RoutingRules(
                providers.strategy(),
                targets,
                groups,
                retry(providers.retry()),
                breaker(providers.circuitBreaker()),
                providers.fallback().acrossModels());
    }

    private static RoutedTarget target(TargetSettings settings, Environment environment) {
        Target target = settings.toTarget(environment);
        Integer tokens = settings.limits().maxContextTokens();
        return new RoutedTarget(
                target,
                settings.routing().capabilities(),
                tokens == null ? null : Long.valueOf(tokens),
                settings.routing().weight(),
                settings.quota().group(),
                settings.quota().maxConcurrency());
    }

    private static RetryRules retry(RetrySettings settings) {
        return new RetryRules(
                settings.maxAttempts(), settings.initialBackoff(), settings.maxBackoff(), settings.budget());
    }

    private static BreakerRules breaker(BreakerSettings settings) {
        return new BreakerRules(
                settings.enabled(),
                settings.failureThreshold(),
                settings.recoveryTimeout(),
                settings.halfOpenRequests(),
                settings.slowCall(),
                settings.slowCallRate() / 100.0,
                settings.rampUp());
    }

    /** The targets that are probed. */
    static Map<String, ProbeRules> probes(ProviderSettings providers) {
        Map<String, ProbeRules> probes = new HashMap<>();
        for (TargetSettings target : providers.targets()) {
            HealthProbe probe = target.routing().healthProbe();
            if (probe != null && probe.enabled()) {
                probes.put(target.id(), new ProbeRules(probe.interval(), probe.timeout()));
            }
        }
        return probes;
    }

    static List<GroupRules> quotas(ProviderSettings providers) {
        List<GroupRules> rules = new ArrayList<>();
        providers
                .quotaGroups()
                .forEach((name, limits) -> rules.add(new GroupRules(
                        name, limits.stream().map(RoutingPlan::window).toList())));
        return rules;
    }

    private static Window window(QuotaLimit limit) {
        Kind kind = switch (limit.kind()) {
            case REQUESTS -> Kind.REQUESTS;
            case TOKENS -> Kind.TOKENS;
        };
        Duration length = limit.per();
        return new Window(kind, length, limit.amount());
    }
}
