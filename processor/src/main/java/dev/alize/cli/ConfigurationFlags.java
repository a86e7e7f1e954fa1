package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.config.KafkaSettings;
import dev.alize.config.reader.ConfigurationReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose a configuration. */
final class ConfigurationFlags {
    @Option(
            names = "--policy-config",
            paramLabel = "FILE",
            description = "Configuration; without it one target at Mistral and the audit logger.")
    private @Nullable Path file;

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

    /** Throws ConfigurationException with everything that is wrong with the file. */
    Configuration read() {
        ConfigurationReader reader = new ConfigurationReader();
        Configuration configuration = file == null ? reader.defaults() : reader.read(file);
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
