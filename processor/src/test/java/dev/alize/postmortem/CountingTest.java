package dev.alize.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CountingTest {
    private static final long START = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();

    @Test
    void percentilesAreAtMostTwoPercentOff() {
        LogHistogram histogram = new LogHistogram();
        for (int i = 1; i <= 100_000; i++) {
            histogram.add(i);
        }

        assertThat((double) histogram.percentile(0.5)).isBetween(49_000.0, 51_000.0);
        assertThat((double) histogram.percentile(0.99)).isBetween(97_000.0, 101_000.0);
        assertThat((double) histogram.longerThan(90_000)).isBetween(8_000.0, 11_500.0);
    }

    @Test
    void anEmptyHistogramHasNoPercentileAndExtremesFit() {
        LogHistogram histogram = new LogHistogram();
        assertThat(histogram.percentile(0.5)).isEqualTo(-1);
        histogram.add(-5);
        histogram.add(Long.MAX_VALUE);
        assertThat(histogram.percentile(0.5)).isZero();
        assertThat(histogram.percentile(1)).isGreaterThan(1L << 29);
    }

    /** Against a map of the JDK. */
    @Test
    void openRequestsAreFoundAgainAfterAnyOrderOfAdmissionsAndAnswers() {
        long seed = 20261121;
        Random random = new Random(seed);
        OpenRequests open = new OpenRequests(1_000_000);
        Map<Long, Long> expected = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            long key = OpenRequests.key("t", "r" + random.nextInt(20_000), 0);
            if (random.nextBoolean()) {
                open.admit(key, START + i);
                expected.putIfAbsent(key, START + i);
            } else {
                Long at = expected.remove(key);
                assertThat(open.remove(key, START + i))
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(at == null ? OpenRequests.UNKNOWN : at);
            }
        }
        assertThat(open.size()).isEqualTo(expected.size());
    }

    /** A window may be longer than an integer counts milliseconds. */
    @Test
    void aRequestLateInALongWindowIsTimedRightly() {
        OpenRequests open = new OpenRequests(10);
        for (int day = 0; day < 400; day++) {
            long at = START + Duration.ofDays(day).toMillis();
            long key = OpenRequests.key("t", "r" + day, 0);
            open.admit(key, at);

            assertThat(open.remove(key, at + 1_234)).isEqualTo(at);
        }
    }

    @Test
    void moreOpenRequestsThanTheBoundAreOnlyCounted() {
        OpenRequests open = new OpenRequests(10);
        for (int i = 0; i < 15; i++) {
            open.admit(OpenRequests.key("t", "r" + i, 0), i);
        }

        assertThat(open.size()).isEqualTo(10);
        assertThat(open.refused()).isEqualTo(5);
    }

    @Test
    void namesBeyondTheBoundCountTogether() {
        Counts counts = new Counts(2, 1);
        for (String name : new String[] {"a", "b", "c", "d", "a"}) {
            counts.add(name, 0, 1);
        }

        assertThat(counts.all().get("a")).containsExactly(2);
        assertThat(counts.all().get(Counts.OTHER)).containsExactly(2);
        assertThat(counts.overflowed()).isTrue();
    }
}
