package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.bench.ConsoleProbe.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleBenchTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void anAnswerIsShownByTheFirstEventThatCountsIt() {
        long[] arrivals = {SECOND, 2 * SECOND, 3 * SECOND};
        List<Sample> samples =
                List.of(new Sample(SECOND, 100), new Sample(2 * SECOND, 101), new Sample(5 * SECOND, 103));

        assertThat(ConsoleBench.delays(arrivals, samples, 100)).containsExactly(1, 3, 2);
        assertThat(ConsoleBench.delays(arrivals, samples.subList(0, 2), 100))
                .containsExactly(1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    @Test
    void aSumThatIsAheadOfTheAnswersShows() {
        assertThat(ConsoleBench.delays(new long[] {3 * SECOND}, List.of(new Sample(SECOND, 101)), 100))
                .containsExactly(-2);
    }
}
