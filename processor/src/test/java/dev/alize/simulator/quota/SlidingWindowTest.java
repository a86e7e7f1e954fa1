package dev.alize.simulator.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
    @Test
    void holdsExactlyWhatIsYoungerThanItIsLong() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        SlidingWindow window = new SlidingWindow(6_000);
        ArrayDeque<long[]> entries = new ArrayDeque<>();
        long now = -5_000;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(500) == 0 ? random.nextInt(15_000) : random.nextInt(4);
            long amount = random.nextInt(1_000);
            window.add(now, amount);
            entries.add(new long[] {now, amount});
            long later = now + random.nextInt(20);
            while (!entries.isEmpty() && entries.getFirst()[0] <= later - 6_000) {
                entries.removeFirst();
            }
            assertThat(window.used(later))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(entries.stream().mapToLong(entry -> entry[1]).sum());
            now = later;
        }
    }

    @Test
    void forgetsToTheMillisecond() {
        SlidingWindow window = new SlidingWindow(60_000);
        window.add(1_000, 5);
        assertThat(window.used(60_999)).isEqualTo(5);
        assertThat(window.untilEmpty(60_999)).isEqualTo(1);
        assertThat(window.used(61_000)).isZero();
        assertThat(window.untilEmpty(61_000)).isZero();
    }

    @Test
    void aClockThatGoesBackCountsAsTheNewestMoment() {
        SlidingWindow window = new SlidingWindow(100);
        window.add(50, 1);
        window.add(40, 1);
        assertThat(window.used(149)).isEqualTo(2);
        assertThat(window.used(150)).isZero();
    }

    @Test
    void longWindowsAreCoarseAndBounded() {
        long month = 30L * 24 * 60 * 60 * 1_000;
        SlidingWindow window = new SlidingWindow(month);
        for (long at = 0; at < month; at += 7_777) {
            window.add(at, 1);
        }
        assertThat(window.used(month - 1)).isEqualTo(month / 7_777 + 1);
    }
}
