package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamingOptionsTest {
    private static final RigOptions RIG = new RigOptions(1, 1, Map.of(), List.of());

    private static StreamingOptions options(int tokens, int warmUpSeconds) {
        return new StreamingOptions(200, 1_000, Duration.ofMillis(50), tokens, warmUpSeconds, 30, RIG);
    }

    @Test
    void aStreamBeginsWheneverOneEnds() {
        StreamingOptions options = options(301, 20);
        assertThat(options.startInterval(200)).isEqualTo(15_050_000_000L / 200);
        assertThat(options.starts(200)).as("in 50 s").isEqualTo(664);
        assertThat(options.due(200)).as("20 per second and stream, in 30 s").isEqualTo(120_000);
        assertThat(options.rig().processing()).containsEntry("max_open_calls", "2000");
    }

    @Test
    void aWarmUpShorterThanAStreamIsRefused() {
        assertThatThrownBy(() -> options(301, 15))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a stream takes 15.1 s and the warm-up 15 s");
        assertThatThrownBy(() -> options(1_100, 60)).hasMessageContaining("at most 50 s");
    }
}
