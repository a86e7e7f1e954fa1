package dev.alize.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyTest {
    @Test
    void readsBothForms() {
        assertThat(Latency.parse("200ms")).isEqualTo(new Latency.Fixed(Duration.ofMillis(200)));
        assertThat(Latency.parse("lognormal:2s:0.5")).isEqualTo(new Latency.Lognormal(Duration.ofSeconds(2), 0.5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "200", "-1ms", "2 s", "normal:2s:1", "lognormal:2s", "lognormal:0s:1", "lognormal:2s:x"})
    void refusesEverythingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Latency.parse(text));
    }

    @Test
    void lognormalHasItsMedianAndItsTail() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Latency latency = Latency.parse("lognormal:200ms:0.5");
        double[] sorted = IntStream.range(0, 20_000)
                .mapToDouble(i -> latency.sample(random).toNanos() / 1e6)
                .sorted()
                .toArray();
        assertThat(sorted[10_000]).isCloseTo(200, within(10.0));
        assertThat(sorted[19_800]).isCloseTo(200 * Math.exp(0.5 * 2.326), within(60.0));
    }
}
