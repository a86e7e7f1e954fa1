package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarTest {
    private static boolean correct(Bar... bars) {
        return new Report("", new LinkedHashMap<>(), List.of(bars), List.of(), new LinkedHashMap<>()).isCorrect();
    }

    @Test
    void makesARunAFailureOnlyWhereItIsAboutCorrectness() {
        assertThat(correct(Bar.mustBeAtMost("missing", 0, 0), Bar.atLeast("speed", 1, 6_000)))
                .isTrue();
        assertThat(correct(Bar.mustBeAtMost("missing", 1, 0), Bar.atLeast("speed", 7_000, 6_000)))
                .isFalse();
    }

    @Test
    void isMissedByWhatCouldNotBeMeasured() {
        assertThat(Bar.atMost("first answer", Double.NaN, 12).passed()).isFalse();
        assertThat(Bar.figure("first answer", Double.NaN).passed()).isTrue();
        assertThat(Bar.atMost("first answer", 12, 12).passed()).isTrue();
        assertThat(Bar.atLeast("answered", 5_999, 6_000).passed()).isFalse();
    }
}
