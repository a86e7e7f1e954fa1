package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.reader.ConfigurationReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TopologyPictureTest {
    /** Stages and store names decide which state a running application finds again: they change on purpose only. */
    @Test
    void theTopologyIsTheOneThatWasReleased() throws IOException {
        String picture = Gateway.describe(new ConfigurationReader().defaults());
        try (var golden = Objects.requireNonNull(getClass().getResourceAsStream("topology.txt"))) {
            assertThat(picture).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
