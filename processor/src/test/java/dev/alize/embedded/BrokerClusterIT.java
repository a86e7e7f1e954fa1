package dev.alize.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Three brokers in one data directory, one story: a cluster takes long to start. */
@Execution(ExecutionMode.CONCURRENT) // waits for processes of its own
class BrokerClusterIT {
    @TempDir
    private Path directory;

    @Test
    void goesOnWithoutOneOfThreeBrokersTakesItBackAndKeepsAll() throws Exception {
        EmbeddedOptions options =
                EmbeddedOptions.defaults().withDataDirectory(directory).withBrokers(3);
        try (EmbeddedStack stack = EmbeddedStack.start(options)) {
            StackClient client = new StackClient(stack);
            client.createTopicAsTheBrokersWish("kept");
            client.inTransaction("kept", "before", true);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
                assertThat(List.of("kept", "__transaction_state")).allSatisfy(topic -> {
                    assertThat(partitions(admin, topic))
                            .allSatisfy(partition ->
                                    assertThat(partition.replicas()).hasSize(3));
                    assertThat(minimumInSync(admin, topic)).isEqualTo("2");
                });
                int leader = partitions(admin, "kept").getFirst().leader().id();

                stack.killBroker(leader);
                client.inTransaction("kept", "without", true);
                assertThat(client.readCommitted("kept", 2)).containsExactly("before", "without");

                stack.startBroker(leader);
                Awaitility.await()
                        .untilAsserted(() -> assertThat(
                                        partitions(admin, "kept").getFirst().isr())
                                .hasSize(3));
            }
        }
        assertThat(directory.resolve("logs"))
                .isDirectoryContaining(log -> log.endsWith("broker-1.log"))
                .isDirectoryContaining(log -> log.endsWith("broker-3.log"));
        assertThatThrownBy(() -> EmbeddedStack.start(options.withBrokers(1)))
                .isInstanceOf(StackStartException.class)
                .hasMessageContaining("brokers: 3, and this one has brokers: 1");
        try (EmbeddedStack again = EmbeddedStack.start(options)) {
            assertThat(new StackClient(again).readCommitted("kept", 2)).containsExactly("before", "without");
        }
        assertThat(Files.exists(directory.resolve("broker-2/data/.kafka_cleanshutdown")))
                .as("stopped in order")
                .isTrue();
    }

    private static List<TopicPartitionInfo> partitions(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .flatMap(description -> description.partitions().stream())
                .toList();
    }

    private static String minimumInSync(Admin admin, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().values().stream()
                .map(config -> config.get("min.insync.replicas").value())
                .findFirst()
                .orElseThrow();
    }
}
