package dev.alize.client.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
    private Instant now = Instant.EPOCH;
    private final SilenceWatch watch = new SilenceWatch(() -> now, Duration.ofSeconds(30));

    @Test
    void speaksOnceWhenNothingWasAnsweredForTooLong() {
        assertThat(silentAfter(29, 5, 3)).isFalse();
        assertThat(silentAfter(29, 5, 3)).isFalse();
        assertThat(silentAfter(2, 5, 3)).isTrue();
        assertThat(silentAfter(60, 5, 3)).isFalse();
    }

    @Test
    void staysQuietWhileAnswersComeOrNothingIsAsked() {
        assertThat(silentAfter(29, 1, 3)).isFalse();
        assertThat(silentAfter(29, 2, 3)).isFalse();
        assertThat(silentAfter(29, 3, 3)).isFalse();
        assertThat(silentAfter(60, 3, 0)).isFalse();
    }

    private boolean silentAfter(int seconds, int done, int inFlight) {
        now = now.plusSeconds(seconds);
        return watch.silent(new Progress(10, done, 0, inFlight));
    }
}
