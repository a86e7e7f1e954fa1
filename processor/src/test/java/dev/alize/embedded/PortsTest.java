package dev.alize.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void neverGivesTheSameFreePortTwice() {
        RandomGenerator repeating = new Random() {
            private static final long serialVersionUID = 1L;
            private int calls;

            @Override
            public int nextInt(int origin, int bound) {
                return origin + calls++ / 2;
            }
        };
        Ports ports = new Ports(repeating);

        assertThat(ports.take(0, "first")).isNotEqualTo(ports.take(0, "second"));
    }

    @Test
    void freePortsAreBelowThoseOfOutgoingConnections() {
        assertThat(new Ports(new Random()).take(0, "broker")).isBetween(20_000, 32_000);
    }

    @Test
    void occupiedPortIsRefusedEvenIfItIsOccupiedOnAllAddresses() throws IOException {
        for (InetAddress address : new InetAddress[] {InetAddress.getLoopbackAddress(), null}) {
            try (ServerSocket occupied = new ServerSocket(0, 1, address)) {
                int port = occupied.getLocalPort();
                assertThatThrownBy(() -> new Ports(new Random()).take(port, "Kafka broker"))
                        .isInstanceOf(StackStartException.class)
                        .hasMessageContaining(
                                "Port %d of 127.0.0.1 is occupied, and the Kafka broker needs it".formatted(port));
            }
        }
    }
}
