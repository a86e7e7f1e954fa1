package dev.alize.console.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BooksLagTest {
    private static final long HOUR = 3_600_000;
    private final BooksLag lag = new BooksLag();

    @Test
    void knowsNothingBeforeAnythingHappened() {
        assertThat(lag.look(0, 0, HOUR)).isEmpty();
    }

    @Test
    void anAnswerAfterALongSilenceIsNoLag() {
        long now = 10 * HOUR;
        assertThat(lag.look(now, now - HOUR, now)).hasValue(0);
        assertThat(lag.look(now, now - HOUR, now + 2_000)).hasValue(2_000);
        assertThat(lag.look(now, now + 2_000, now + 2_100)).hasValue(0);
        assertThat(lag.look(now, now - 300, now + 8 * HOUR))
                .as("a clock behind")
                .hasValue(0);
    }

    @Test
    void booksThatStandStillFallBehindWithTime() {
        long stopped = 10 * HOUR;
        long behind = 0;
        for (long now = stopped; now <= stopped + 120_000; now += 1_000) {
            behind = lag.look(now, stopped, now).orElseThrow();
        }
        assertThat(behind).isBetween(110_000L, 120_000L);
        long later = stopped + 121_000;
        assertThat(lag.look(later, later - 500, later).orElseThrow()).isZero();
    }
}
