package dev.alize.cli;

import dev.alize.embedded.EmbeddedOptions;
import dev.alize.embedded.StackStartException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a broker and a registry that this process starts. */
final class StackFlags {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Of an embedded stack: keep topics, schemas and state here from one start to the next."
                    + " Without it they are temporary.")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of an embedded stack: Kafka brokers, 1 (the default), 3 or 5. From 3 on every topic has"
                    + " three replicas, and one broker may die.")
    private int brokers;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Of an embedded stack: port of the (first) broker on 127.0.0.1; 0, the default, for a free"
                    + " one.")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Of an embedded stack: port of the schema registry on 127.0.0.1; 0, the default, for a free"
                    + " one.")
    private int registryPort;

    /** Throws StackStartException where a value is out of range. */
    EmbeddedOptions options() {
        try {
            EmbeddedOptions options = EmbeddedOptions.defaults()
                    .withBrokers(brokers)
                    .withBrokerPort(kafkaPort)
                    .withRegistryPort(registryPort);
            return dataDirectory == null ? options : options.withDataDirectory(dataDirectory);
        } catch (IllegalArgumentException e) {
            throw new StackStartException("--brokers, --kafka-port, --registry-port: " + e.getMessage());
        }
    }
}
