package dev.alize.calls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuickestAnswerTest {
    private static final long START = 1_000_000;

    private final QuickestAnswer quickest = new QuickestAnswer();

    private void answers(int count, long durationMs, long nowMs) {
        for (int i = 0; i < count; i++) {
            quickest.answered(durationMs, nowMs);
        }
    }

    @Test
    void hasNoOpinionBeforeItHasSeenEnough() {
        answers(19, 500, START);
        assertThat(quickest.leastMs(START)).isZero();
        answers(1, 700, START);
        assertThat(quickest.leastMs(START)).isEqualTo(500);
    }

    @Test
    void forgetsWhatIsMoreThanTwoMinutesOld() {
        answers(20, 500, START);
        answers(20, 900, START + 61_000);
        assertThat(quickest.leastMs(START + 61_000)).isEqualTo(500);
        answers(20, 800, START + 122_000);
        assertThat(quickest.leastMs(START + 122_000)).isEqualTo(800);
        assertThat(quickest.leastMs(START + 400_000)).isZero();
    }

    @Test
    void aClockThatGoesBackIsNoReasonToRefuse() {
        answers(20, 500, START);
        assertThat(quickest.leastMs(START - 10_000)).isZero();
    }
}
