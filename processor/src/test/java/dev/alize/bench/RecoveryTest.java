package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void theFirstAnswerAfterAMomentCounts() {
        long[] arrivals = {5 * SECOND, 12 * SECOND, 13 * SECOND};
        assertThat(Recovery.firstAfter(arrivals, 10 * SECOND)).isEqualTo(2);
        assertThat(Recovery.firstAfter(arrivals, 14 * SECOND)).isNaN();
    }

    @Test
    void aTargetIsBackOnceItAnsweredNearlyTheWholeRateForTwoSeconds() {
        long[] slow =
                LongStream.range(0, 40).map(i -> 10 * SECOND + i * SECOND / 8).toArray();
        long[] fast =
                LongStream.range(0, 40).map(i -> 15 * SECOND + i * SECOND / 10).toArray();
        long[] both =
                LongStream.concat(LongStream.of(slow), LongStream.of(fast)).toArray();
        assertThat(Recovery.recovered(slow, 10 * SECOND, 10))
                .as("8 of 10 a second")
                .isNaN();
        assertThat(Recovery.recovered(both, 10 * SECOND, 10)).isBetween(5.5, 7.0);
    }

    @Test
    void whatCameBeforeTheMomentDoesNotCount() {
        long[] steady = LongStream.range(0, 200).map(i -> i * SECOND / 10).toArray();
        assertThat(Recovery.recovered(steady, 10 * SECOND, 10)).isEqualTo(1.7);
        assertThat(Recovery.recovered(new long[0], 0, 10)).isNaN();
    }
}
