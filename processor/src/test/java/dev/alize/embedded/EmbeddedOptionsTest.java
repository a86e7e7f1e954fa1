package dev.alize.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmbeddedOptionsTest {
    private final EmbeddedOptions options = EmbeddedOptions.defaults();

    @Test
    void refusesWhatIsNoPort() {
        assertThatThrownBy(() -> options.withBrokerPort(65_536)).hasMessageContaining("broker port: got 65536");
        assertThatThrownBy(() -> options.withRegistryPort(-1)).hasMessageContaining("registry port: got -1");
    }

    @Test
    void refusesOnePortForBoth() {
        EmbeddedOptions broker = options.withBrokerPort(9092);
        assertThatThrownBy(() -> broker.withRegistryPort(9092)).hasMessageContaining("got 9092 for both");
    }

    @Test
    void refusesANumberOfBrokersThatHasNoMajorityOrNoPlace() {
        assertThatThrownBy(() -> options.withBrokers(2)).hasMessageContaining("brokers: got 2, expected 1, 3 or 5");
        assertThatThrownBy(() -> options.withBrokers(0)).hasMessageContaining("brokers: got 0");
        assertThatThrownBy(() -> options.withBrokers(7)).hasMessageContaining("brokers: got 7");
    }

    @Test
    void refusesToWaitNoTime() {
        assertThatThrownBy(() -> options.withStartTimeout(Duration.ZERO))
                .hasMessageContaining("start timeout: got PT0S");
    }
}
