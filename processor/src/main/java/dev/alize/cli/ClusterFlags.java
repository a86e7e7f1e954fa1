package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.config.KafkaSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose a cluster in place of the configured one. */
final class ClusterFlags {
    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers, in place of kafka.bootstrap.servers.")
    private @Nullable String brokers;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Schema registry, in place of kafka.schema.registry.url.")
    private @Nullable String registry;

    /** Adds the words that were given. */
    void addTo(List<String> words) {
        add(words, "--bootstrap-server", brokers);
        add(words, "--schema-registry", registry);
    }

    static void add(List<String> words, String name, @Nullable Object value) {
        if (value != null) {
            words.add(name);
            words.add(value.toString());
        }
    }

    Configuration on(Configuration configuration) {
        Map<String, String> changes = new HashMap<>();
        if (brokers != null) {
            changes.put(KafkaSettings.BOOTSTRAP_SERVERS, brokers);
        }
        if (registry != null) {
            changes.put(KafkaSettings.SCHEMA_REGISTRY_URL, registry);
        }
        return configuration.withKafka(changes);
    }
}
