package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.embedded.EmbeddedOptions;
import dev.alize.embedded.StackStartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose where the work is done. */
final class EmbeddedFlags {
    @Option(
            names = "--embedded",
            description = "Start a broker, a registry, the gateway and, where the target's key is not set, the"
                    + " simulated Mistral here, and stop them at the end. Block kafka is not used.")
    private boolean embedded;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "With --embedded: keep topics and state here, so that an interrupted run finds what was"
                    + " answered meanwhile. Without it they are temporary.")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "1",
            description = "With --embedded: Kafka brokers, 1 (the default), 3 or 5. From 3 on every topic has three"
                    + " replicas, and one broker may die.")
    private int brokers;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "With --embedded: port of the (first) broker on 127.0.0.1; 0, the default, for a free one.")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "With --embedded: port of the schema registry on 127.0.0.1; 0, the default, for a free one.")
    private int registryPort;

    /** Where the work is done; close it at the end. */
    Place open(Configuration configuration, Environment environment, PrintWriter err) {
        return embedded
                ? EmbeddedPlace.start(configuration, environment, options(), err)
                : new Place.Cluster(configuration);
    }

    private EmbeddedOptions options() {
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
