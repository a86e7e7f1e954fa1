package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeapLogTest {
    private final HeapLog log = HeapLog.parse(List.of(
            "[1000ms] Using G1",
            "[1100ms] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 23M->5M(62M) 4.205ms",
            "[1200ms] GC(1) Pause Young (Concurrent Start) (Metadata GC Threshold) 60M->9M(62M) 3.1ms",
            "[1201ms] GC(2) Concurrent Mark Cycle",
            "[1300ms] GC(2) Pause Remark 40M->38M(256M) 2.950ms",
            "[1301ms] GC(2) Concurrent Mark Cycle 101.2ms",
            "[1400ms] GC(3) Pause Full (Allocation Failure) 97M->12M(256M) 20.001ms"));

    @Test
    void knowsWhatCollectionsLeftAndWhatTheyFound() {
        assertThat(log.peak()).isEqualTo(38);
        assertThat(log.floor()).isEqualTo(5);
        assertThat(log.fullest()).isEqualTo(97);
    }

    @Test
    void countsOnlyTheTimeItIsAskedFor() {
        assertThat(log.between(1_150, 1_250).peak()).isEqualTo(9);
        assertThat(log.between(1_150, 1_250).fullest()).isEqualTo(60);
        assertThat(log.between(2_000, 3_000).peak()).isNaN();
    }

    @Test
    void hasAFloorForEachPartOfATime() {
        assertThat(log.floors(1_050, 1_450, 2)).containsExactly(5, 12);
        assertThat(log.floors(1_050, 1_850, 4)).containsExactly(5, 12, Double.NaN, Double.NaN);
    }
}
