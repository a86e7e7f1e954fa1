package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.client.batch.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private Instant now = Instant.EPOCH;
    private final StringWriter text = new StringWriter();

    @Test
    void drawsDoneFailedRateAndTimeLeft() {
        assertThat(ProgressLine.bar(new Progress(100, 50, 2, 30), 12.5))
                .isEqualTo("[############------------]  50 %  50/100 done, 2 failed, 12.5/s, 0:04 left");
        assertThat(ProgressLine.plain(new Progress(1_000_000, 0, 0, 1), 0))
                .isEqualTo("  0 %  0/1,000,000 done, 0 failed, 0.0/s, ? left");
        assertThat(ProgressLine.plain(new Progress(1_000_000, 1, 0, 1), 100))
                .isEqualTo("  0 %  1/1,000,000 done, 0 failed, 100/s, 2:46:40 left");
        assertThat(ProgressLine.plain(new Progress(3, 3, 0, 0), 0)).endsWith("0:00 left");
    }

    @Test
    void drawsOverItselfOnATerminalFiveTimesASecond() {
        ProgressView view = view(true);

        view.progress(new Progress(10, 1, 0, 1));
        after(Duration.ofMillis(100), view, 2);
        after(Duration.ofMillis(100), view, 3);
        view.close();

        assertThat(text.toString().split("\r")).hasSize(3);
        assertThat(text.toString())
                .contains(" 3/10 done")
                .doesNotContain(" 2/10 done")
                .endsWith(System.lineSeparator());
    }

    @Test
    void writesALineEveryFiveSecondsElsewhereAndOneAtTheEnd() {
        ProgressView view = view(false);

        for (int done = 1; done <= 10; done++) {
            after(Duration.ofSeconds(1), view, done);
        }

        assertThat(text.toString().lines())
                .containsExactly(
                        " 50 %  5/10 done, 0 failed, 1.0/s, 0:05 left",
                        "100 %  10/10 done, 0 failed, 1.0/s, 0:00 left");
    }

    @Test
    void keepsNotesApartFromTheBar() {
        ProgressView view = view(true);

        view.progress(new Progress(10, 1, 0, 1));
        view.note("Still waiting.");

        assertThat(text.toString().lines().toList().getLast()).isEqualTo("Still waiting.");
    }

    @Test
    void measuresTheSpeedOfTheLastTenSecondsOnly() {
        Speed speed = new Speed();
        for (int second = 0; second <= 60; second++) {
            speed.sample(Instant.EPOCH.plusSeconds(second), second < 30 ? second * 100 : 3_000 + (second - 30));
        }

        assertThat(speed.perSecond()).isEqualTo(1.0);
    }

    private ProgressView view(boolean terminal) {
        return new ProgressView(new PrintWriter(text), terminal, () -> now);
    }

    private void after(Duration time, ProgressView view, int done) {
        now = now.plus(time);
        view.progress(new Progress(10, done, 0, 1));
    }
}
