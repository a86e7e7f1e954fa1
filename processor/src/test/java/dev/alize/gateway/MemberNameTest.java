package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

class MemberNameTest {
    private static String name(Topology topology) {
        return String.valueOf(MemberName.in(Map.of("main.consumer.group.instance.id", "gateway-1"), topology)
                .get("main.consumer.group.instance.id"));
    }

    private static Topology reading(String... topics) {
        Topology topology = new Topology();
        for (String topic : topics) {
            topology.addSource(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
        }
        return topology;
    }

    @Test
    void staysWhileTheSameIsRead() {
        assertThat(name(reading("a", "b"))).startsWith("gateway-1-").isEqualTo(name(reading("a", "b")));
    }

    @Test
    void changesWithWhatIsRead() {
        assertThat(name(reading("a", "b"))).isNotEqualTo(name(reading("a"))).isNotEqualTo(name(reading("a", "c")));
    }
}
