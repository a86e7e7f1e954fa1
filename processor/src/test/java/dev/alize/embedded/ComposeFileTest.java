package dev.alize.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

class ComposeFileTest {
    private final ComposeFile compose = ComposeFile.read();

    @Test
    void kafkaHasTheVersionOfOurClients() {
        assertThat(compose.image("kafka")).isEqualTo("apache/kafka:" + AppInfoParser.getVersion());
    }

    @Test
    void everyPublishedPortIsOnTheLoopbackAddress() {
        assertThat(compose.services().values())
                .flatExtracting(service -> ports((Map<?, ?>) service))
                .isNotEmpty()
                .allMatch(port -> port.toString().startsWith("127.0.0.1:"));
    }

    @Test
    void brokerHasTheLimitsOfTheEmbeddedOne() {
        BrokerNode node = new BrokerNode(1, 9092, 9093);
        Properties embedded = BrokerSettings.of(node, List.of(node));
        Map<String, String> environment = compose.environment("kafka");
        for (String name : List.of(
                "auto.create.topics.enable",
                "message.max.bytes",
                "replica.fetch.max.bytes",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms")) {
            assertThat(environment)
                    .containsEntry(
                            "KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), embedded.getProperty(name));
        }
    }

    private static List<?> ports(Map<?, ?> service) {
        return service.containsKey("ports") ? (List<?>) service.get("ports") : List.of();
    }
}
