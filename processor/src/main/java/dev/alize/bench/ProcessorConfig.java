package dev.alize.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The configuration of one processor under test: what a user would write for its targets, and nothing tuned unless
 * asked for.
 *
 * @param endpoints where broker, registry and provider are
 * @param instance {@code processing.instance_id}: restarts keep it
 * @param stateDirectory of this instance alone
 * @param options its policies, its providers and further keys of the block {@code processing}
 */
record ProcessorConfig(Endpoints endpoints, String instance, Path stateDirectory, RigOptions options) {
    static final String APPLICATION = "alize-bench";
    static final String KEY_FILE = "api-key";
    static final String HASH_KEY_FILE = "audit-key";
    static final String SIGNING_KEY_FILE = "audit-signing-key";
    static final int PARTITIONS = 6;

    /**
     * @param bootstrapServers of the broker
     * @param registryUrl base URL of the registry
     * @param providerUrls base URLs of the simulated providers, in the order of the targets
     */
    record Endpoints(String bootstrapServers, String registryUrl, List<String> providerUrls) {
        Endpoints {
            providerUrls = List.copyOf(providerUrls);
        }

        /** Of the first provider. */
        String providerUrl() {
            return providerUrls.getFirst();
        }
    }

    /** The text of the file; it refers to the files of keys in its own directory. */
    String yaml() {
        StringBuilder yaml = new StringBuilder("pack: {name: bench, version: 1.0.0}\n");
        yaml.append(options.policies());
        yaml.append(options.providers().yaml(endpoints.providerUrls())).append("""
                kafka:
                  bootstrap.servers: "%s"
                  schema.registry.url: "%s"
                audit:
                  secret_key_ref: {file: %s}
                  signing_key_ref: {file: %s}
                topics:
                  partitions: %d
                processing:
                  application_id: %s
                  instance_id: %s
                  state_dir: "%s"
                """.formatted(
                        endpoints.bootstrapServers(),
                        endpoints.registryUrl(),
                        HASH_KEY_FILE,
                        SIGNING_KEY_FILE,
                        PARTITIONS,
                        APPLICATION,
                        instance,
                        stateDirectory.toString().replace("\\", "\\\\")));
        options.processing().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> yaml.append("  %s: %s%n".formatted(entry.getKey(), entry.getValue())));
        return yaml.toString();
    }
}
