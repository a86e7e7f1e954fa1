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
    void refusesToWaitNoTime() {
        assertThatThrownBy(() -> options.withStartTimeout(Duration.ZERO))
                .hasMessageContaining("start timeout: got PT0S");
    }
}
