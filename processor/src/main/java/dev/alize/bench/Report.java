package dev.alize.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of a bench.
 *
 * @param method how it was measured, in a few sentences
 * @param cpuSeconds CPU of each part over the time that was measured
 * @param bars the results
 * @param notes what else is worth reading, such as each run and each kill
 * @param json the results for programs
 */
public record Report(
        String method,
        SequencedMap<String, Double> cpuSeconds,
        List<Bar> bars,
        List<String> notes,
        SequencedMap<String, @Nullable Object> json) {
    public Report {
        cpuSeconds = new LinkedHashMap<>(cpuSeconds);
        bars = List.copyOf(bars);
        notes = List.copyOf(notes);
        json = new LinkedHashMap<>(json);
    }

    /** With three decimals: more say nothing. */
    static double rounded(double value) {
        return Double.isFinite(value) ? Math.round(value * 1e3) / 1e3 : value;
    }

    /** For JSON, which has no NaN. */
    static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : rounded(value);
    }

    /** Whether every bar about correctness is met. */
    public boolean isCorrect() {
        return bars.stream().allMatch(bar -> bar.passed() || !bar.enforced());
    }
}
