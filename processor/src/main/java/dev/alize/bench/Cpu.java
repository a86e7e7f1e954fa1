package dev.alize.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * CPU used, by the name of each part.
 *
 * @param seconds user and system time, in the order of the table
 */
record Cpu(SequencedMap<String, Double> seconds) {
    static final String PROCESSOR = "processor";

    Cpu {
        seconds = new LinkedHashMap<>(seconds);
    }

    static Cpu of(SequencedMap<String, Duration> used) {
        SequencedMap<String, Double> seconds = new LinkedHashMap<>();
        used.forEach((name, time) -> seconds.put(name, time.toMillis() / 1e3));
        return new Cpu(seconds);
    }

    /** What was used since {@code before}. */
    Cpu since(Cpu before) {
        SequencedMap<String, Double> used = new LinkedHashMap<>();
        seconds.forEach((name, now) -> used.put(name, rounded(now - before.seconds.getOrDefault(name, 0.0))));
        return new Cpu(used);
    }

    /** Without what is left over by binary fractions. */
    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }

    /** Sum over all parts. */
    Cpu plus(Cpu other) {
        SequencedMap<String, Double> sum = new LinkedHashMap<>(seconds);
        other.seconds.forEach((name, more) -> sum.merge(name, more, (left, right) -> rounded(left + right)));
        return new Cpu(sum);
    }

    /** Of all processors together. */
    double processors() {
        return rounded(seconds.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(PROCESSOR))
                .mapToDouble(Map.Entry::getValue)
                .sum());
    }
}
