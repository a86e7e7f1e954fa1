package dev.alize.simulator.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuotasTest {
    @Test
    void countsEachModelOverTheLastMinute() {
        Quotas quotas = new Quotas(new RateLimits(3, 100));
        assertThat(quotas.charge("a", 1_000, 30)).isEqualTo(new RateLimits(2, 70));
        assertThat(quotas.charge("a", 1_059, 90)).isEqualTo(new RateLimits(1, 0));
        assertThat(quotas.charge("b", 1_059, 1)).isEqualTo(new RateLimits(2, 99));
        assertThat(quotas.charge("a", 1_060, 5)).isEqualTo(new RateLimits(1, 5));
        quotas.reset();
        assertThat(quotas.charge("a", 1_060, 5)).isEqualTo(new RateLimits(2, 95));
    }

    @Test
    void aWindowHoldsExactlyTheLastSixtySeconds() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        SlidingWindow window = new SlidingWindow();
        ArrayDeque<long[]> entries = new ArrayDeque<>();
        long second = 1_800_000_000L;
        for (int i = 0; i < 2_000; i++) {
            second += random.nextInt(100) == 0 ? random.nextInt(150) : random.nextInt(4);
            long amount = random.nextInt(1_000);
            entries.add(new long[] {second, amount});
            while (entries.getFirst()[0] <= second - 60) {
                entries.removeFirst();
            }
            assertThat(window.add(second, amount))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(entries.stream().mapToLong(entry -> entry[1]).sum());
        }
    }
}
