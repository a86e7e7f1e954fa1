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
        policies.inChain(AuditLoggerSettings.class).ifPresent(audit -> {
            warn(audit.immutable(), "policy.audit-logger.immutable: has no effect yet: events are not chained by hash");
            warn(
                    audit.logAllAccess(),
                    "policy.audit-logger.log_all_access: has no effect: everything is logged anyway");
        });
    }

    private void providers(ProviderSettings providers) {
        int count = providers.targets().size();
        String strategy = providers.strategy().code();
        String first = providers.targets().get(0).id();
        warn(
                count > 1,
                "providers.targets: only the first of " + count + " is called in this version: '" + first + "'");
        warn(
                providers.strategy() != Strategy.SINGLE,
                "providers.strategy: '" + strategy + "' has no effect in this version: it works like 'single'");
    }

    private void target(TargetSettings target) {
        String place = "providers.targets '" + target.id() + "' ";
        TargetSettings.Limits limits = target.limits();
        String later = " has no effect in this version";
        warn(limits.maxContextTokens() != null, place + "max_context_tokens:" + later);
        warn(!target.dialect().equals(TargetSettings.Dialect.DEFAULT), place + "provider_type:" + later);
        warn(target.weight() != 1.0, place + "weight:" + later);
        HealthProbe probe = target.healthProbe();
        warn(probe != null && probe.enabled(), place + "health_probe:" + later);
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
