package dev.alize.config;

import dev.alize.domain.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is allowed, but has no effect in this version, or is unwise. */
final class Warnings {
    private static final Pattern SECRET = Pattern.compile(
            ".*(password|jaas\\.config|user\\.info|secret|bearer\\.auth\\.token|ssl\\.keystore\\.key)$");

    private final List<String> warnings = new ArrayList<>();

    private Warnings() {}

    static List<String> of(Configuration configuration) {
        Warnings found = new Warnings();
        found.pack(configuration.pack());
        found.policies(configuration.policies());
        found.warnings.addAll(BudgetTargets.warnings(configuration.policies(), configuration.providers()));
        found.providers(configuration.providers());
        configuration.providers().targets().forEach(found::target);
        configuration.kafka().properties().forEach(found::kafka);
        return List.copyOf(found.warnings);
    }

    private void pack(PackSettings pack) {
        warn(!pack.enabled(), "pack.enabled: false: the processor refuses to run with this file");
    }

    private void policies(Policies policies) {
        for (String name : policies.settings().keySet()) {
            boolean unused = !policies.chain().contains(name);
            warn(unused, "policy." + name + ": has no effect, since policies.chain does not name it");
        }
    }

    private void providers(ProviderSettings providers) {
        int count = providers.targets().size();
        String first = providers.targets().getFirst().id();
        warn(
                providers.strategy() == Strategy.SINGLE && count > 1,
                "providers.strategy: 'single' calls the first of " + count + " targets only: '" + first + "'");
        BreakerSettings breaker = providers.circuitBreaker();
        warn(
                breaker.slowCall() == null && breaker.slowCallRate() != BreakerSettings.DEFAULT.slowCallRate(),
                "providers.circuit_breaker.slow_call_rate: has no effect without slow_call_seconds");
    }

    private void target(TargetSettings target) {
        String place = "providers.targets '" + target.id() + "' ";
        boolean never = target.quota().windows().stream().anyMatch(limit -> limit.amount() == 0);
        warn(never, place + "limits: one of 0: the target is never called");
    }

    private void kafka(String name, KafkaProperty property) {
        boolean inClear =
                property instanceof KafkaProperty.Text && SECRET.matcher(name).matches();
        warn(inClear, "kafka." + name + ": a secret in clear text; better {env: NAME} or {file: PATH}");
    }

    private void warn(boolean applies, String warning) {
        if (applies) {
            warnings.add(warning);
        }
    }
}
