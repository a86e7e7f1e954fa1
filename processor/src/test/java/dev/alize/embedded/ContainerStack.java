package dev.alize.embedded;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/** Kafka and the schema registry as in {@code docker-compose.yml}, in containers of this test JVM. */
final class ContainerStack implements SharedStack {
    private static final int OUTSIDE_PORT = 9092;
    private static final int REGISTRY_PORT = 8081;

    private final String bootstrapServers;
    private final GenericContainer<?> registry;

    private ContainerStack(String bootstrapServers, GenericContainer<?> registry) {
        this.bootstrapServers = bootstrapServers;
        this.registry = registry;
    }

    static ContainerStack start() {
        ComposeFile compose = ComposeFile.read();
        Network network = Network.newNetwork();
        String host = DockerClientFactory.instance().dockerHostIpAddress();
        // The broker tells its clients where it is, so its port must be known before it starts.
        int port = new Ports(new Random()).take(0, "Kafka container");
        GenericContainer<?> kafka = container(compose, "kafka", network)
                .withEnv("KAFKA_ADVERTISED_LISTENERS", "INSIDE://kafka:19092,OUTSIDE://" + host + ":" + port)
                .waitingFor(Wait.forLogMessage(".*Kafka Server started.*", 1));
        kafka.setPortBindings(List.of(port + ":" + OUTSIDE_PORT));
        kafka.start();
        GenericContainer<?> registry = container(compose, "registry", network)
                .withExposedPorts(REGISTRY_PORT)
                .waitingFor(Wait.forHttp("/subjects").forPort(REGISTRY_PORT));
        registry.start();
        return new ContainerStack(host + ":" + port, registry);
    }

    @SuppressWarnings("resource") // ends with the JVM
    private static GenericContainer<?> container(ComposeFile compose, String service, Network network) {
        Map<String, String> environment = compose.environment(service);
        return new GenericContainer<>(compose.image(service))
                .withNetwork(network)
                .withNetworkAliases(service)
                .withEnv(environment);
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public String registryUrl() {
        return "http://%s:%d".formatted(registry.getHost(), registry.getMappedPort(REGISTRY_PORT));
    }
}
