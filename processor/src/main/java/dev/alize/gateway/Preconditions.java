package dev.alize.gateway;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.TargetSettings;
import java.util.Map;

/** What must be there before an instance starts. */
final class Preconditions {
    private Preconditions() {}

    /**
     * @return the Kafka properties with their secrets
     * @throws GatewayStartException with what is missing
     */
    static Map<String, String> check(Configuration configuration, Environment environment) {
        if (!configuration.pack().enabled()) {
            throw new GatewayStartException("pack.enabled: is false, expected true to run");
        }
        TargetSettings target = configuration.providers().targets().getFirst();
        try {
            if (target.key() != null) {
                String unused = target.key().in(environment).reveal();
            }
            return configuration.kafka().resolve(environment);
        } catch (IllegalStateException e) {
            throw new GatewayStartException("providers.targets[" + target.id() + "]: " + e.getMessage(), e);
        }
    }
}
