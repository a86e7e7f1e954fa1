package dev.alize.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user may choose about the embedded stack. Everything listens on 127.0.0.1.
 *
 * @param dataDirectory where topics, schemas and logs are kept from one start to the next; null for a temporary
 *     directory that is deleted at the end
 * @param brokers how many, 1, 3 or 5; with three or more, topics have three replicas and one broker may die
 * @param brokerPort port of the (first) Kafka broker, 1 to 65535, or 0 for a free one; the others get free ones
 * @param registryPort port of the schema registry, 1 to 65535, or 0 for a free one
 * @param startTimeout how long all together may take until they answer; positive
 */
public record EmbeddedOptions(
        @Nullable Path dataDirectory, int brokers, int brokerPort, int registryPort, Duration startTimeout) {

    /** Two quiet cores take 5 s; 30 s were seen at a load of ten per core. A child that dies is noticed at once. */
    private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(120);

    private static final List<Integer> BROKERS = List.of(1, 3, 5);

    public EmbeddedOptions {
        if (!BROKERS.contains(brokers)) {
            throw new IllegalArgumentException(
                    "brokers: got %d, expected 1, 3 or 5 (an odd number, so that a majority can elect a controller)"
                            .formatted(brokers));
        }
        requirePort("broker port", brokerPort);
        requirePort("registry port", registryPort);
        if (brokerPort != 0 && brokerPort == registryPort) {
            throw new IllegalArgumentException(
                    "broker port and registry port: got %d for both, expected two ports".formatted(brokerPort));
        }
        if (!startTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "start timeout: got %s, expected a positive duration".formatted(startTimeout));
        }
    }

    /** One broker, temporary data, free ports. */
    public static EmbeddedOptions defaults() {
        return new EmbeddedOptions(null, 1, 0, 0, DEFAULT_START_TIMEOUT);
    }

    public EmbeddedOptions withDataDirectory(Path directory) {
        return new EmbeddedOptions(directory, brokers, brokerPort, registryPort, startTimeout);
    }

    public EmbeddedOptions withBrokers(int number) {
        return new EmbeddedOptions(dataDirectory, number, brokerPort, registryPort, startTimeout);
    }

    public EmbeddedOptions withBrokerPort(int port) {
        return new EmbeddedOptions(dataDirectory, brokers, port, registryPort, startTimeout);
    }

    public EmbeddedOptions withRegistryPort(int port) {
        return new EmbeddedOptions(dataDirectory, brokers, brokerPort, port, startTimeout);
    }

    public EmbeddedOptions withStartTimeout(Duration timeout) {
        return new EmbeddedOptions(dataDirectory, brokers, brokerPort, registryPort, timeout);
    }

    private static void requirePort(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("%s: got %d, expected 0 (any free) to 65535".formatted(name, port));
        }
    }
}
