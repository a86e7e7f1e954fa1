package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SteadyRateTest {
    private static final long SECOND = 1_000_000_000;

    private final LongCallsOptions options = new LongCallsOptions(
            10, Duration.ofSeconds(2), 5, 1, 1, Duration.ofSeconds(1), 64, new RigOptions(1, 1, Map.of(), List.of()));

    /** Ten at a time, a wave every two seconds, a millisecond between two answers; the first and last wave are late. */
    private static long[] waves(int answers) {
        return LongStream.range(0, answers)
                .map(i -> i / 10 * 2 * SECOND + i % 10 * 1_000_000 - (i < 10 ? 9 * SECOND : 0))
                .toArray();
    }

    @Test
    void countsWholeWavesBetweenTheWarmUpAndTheLastRound() {
        assertThat(SteadyRate.of(waves(50), options)).isCloseTo(options.limit(), within(1e-9));
        assertThat(options.limit()).isEqualTo(5);
    }

    @Test
    void isUnknownWhereAnswersAreMissing() {
        assertThat(SteadyRate.of(waves(49), options)).isNaN();
    }
}
