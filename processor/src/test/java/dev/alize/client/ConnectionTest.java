package dev.alize.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    @Test
    void givesEachClientItsOwnPropertiesOnly() {
        Connection connection = new Connection(Map.of(
                "linger.ms", "1", "producer.linger.ms", "9", "main.consumer.fetch.max.wait.ms", "20", "poll.ms", "5"));

        assertThat(connection.of("producer.")).isEqualTo(Map.of("linger.ms", "9", "poll.ms", "5"));
        assertThat(connection.of("consumer.")).isEqualTo(Map.of("linger.ms", "1", "poll.ms", "5"));
    }

    @Test
    void saysWithinTenSecondsWhichBrokerDoesNotAnswer() throws IOException {
        String closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = "127.0.0.1:" + socket.getLocalPort();
        }
        Connection connection = new Connection(Map.of("bootstrap.servers", closed));
        Instant start = Instant.now();

        try (Admin admin = connection.admin()) {
            assertThatThrownBy(() -> connection.cluster(admin))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessage("Kafka at " + closed + " (property kafka.bootstrap.servers): got no answer within 8 s;"
                            + " expected a broker that answers");
        }
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void saysWhichAddressCannotBeUsed() {
        Connection connection = new Connection(Map.of("bootstrap.servers", "no port"));

        assertThatThrownBy(connection::admin)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("bootstrap.servers");
    }
}
