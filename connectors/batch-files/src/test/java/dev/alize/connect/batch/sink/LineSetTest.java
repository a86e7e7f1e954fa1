package dev.alize.connect.batch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineSetTest {
    @Test
    void holdsWhatASetHolds() {
        Random random = new Random(3);
        LineSet lines = new LineSet();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            long line = random.nextInt(4) == 0 ? random.nextLong(1L << 40) : random.nextLong(1L << 18);
            assertThat(lines.add(line)).isEqualTo(expected.add(line));
        }
        assertThat(lines.size()).isEqualTo(expected.size());
        assertThat(expected).allMatch(lines::contains);
        assertThat(lines.contains(1L << 41)).isFalse();
        for (long last : List.of(0L, 63L, 64L, 4_095L, 4_096L, 100_001L, Long.MAX_VALUE)) {
            assertThat(lines.upTo(last))
                    .isEqualTo(expected.stream().filter(line -> line <= last).count());
        }
    }
}
