package dev.alize.bench;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How full the heap of a processor was, by its virtual machine's own log of collections: nothing is sampled, so no peak
 * is missed, and nothing is asked of the process while it works. What a pause leaves behind still has garbage in it that
 * it did not look at, so every level is an upper bound of what is in use, and the lowest of a time is the best one.
 *
 * @param pauses in order of time
 */
record HeapLog(List<Pause> pauses) {
    private static final String FILE = "gc.log";
    /** Option of the virtual machine that writes the log to its working directory. */
    static final String OPTION = "-Xlog:gc:file=" + FILE + ":timemillis";

    /** As in {@code [1763719631042ms] GC(7) Pause Young (Normal) (G1 Evacuation Pause) 118M->31M(256M) 4.205ms}. */
    private static final Pattern PAUSE =
            Pattern.compile("\\[(\\d+)ms] GC\\(\\d+\\) Pause .* (\\d+)M->(\\d+)M\\(\\d+M\\).*");

    /**
     * A collection.
     *
     * @param epochMillis when
     * @param before used heap, MiB
     * @param after what was left, MiB
     */
    record Pause(long epochMillis, int before, int after) {}

    HeapLog {
        pauses = List.copyOf(pauses);
    }

    static HeapLog parse(List<String> lines) {
        return new HeapLog(lines.stream()
                .map(PAUSE::matcher)
                .filter(Matcher::matches)
                .map(line -> new Pause(
                        Long.parseLong(line.group(1)),
                        Integer.parseInt(line.group(2)),
                        Integer.parseInt(line.group(3))))
                .toList());
    }

    /** Of a processor's present process, which was started with {@link #OPTION}. */
    static HeapLog of(Processor processor) {
        return parse(processor.linesOf(FILE));
    }

    HeapLog between(long fromEpochMillis, long toEpochMillis) {
        return new HeapLog(pauses.stream()
                .filter(pause -> pause.epochMillis() >= fromEpochMillis && pause.epochMillis() <= toEpochMillis)
                .toList());
    }

    /** The most that a collection left behind, MiB; NaN without collections. */
    double peak() {
        return pauses.stream().mapToDouble(Pause::after).max().orElse(Double.NaN);
    }

    /** The most that was used when a collection began, MiB; NaN without collections. */
    double fullest() {
        return pauses.stream().mapToDouble(Pause::before).max().orElse(Double.NaN);
    }

    /** The least that a collection left behind, MiB; NaN without collections. */
    double floor() {
        return pauses.stream().mapToDouble(Pause::after).min().orElse(Double.NaN);
    }

    /** {@link #floor()} of each of so many equal parts of a time. */
    double[] floors(long fromEpochMillis, long toEpochMillis, int parts) {
        long part = (toEpochMillis - fromEpochMillis) / parts;
        return IntStream.range(0, parts)
                .mapToDouble(i -> between(fromEpochMillis + i * part, fromEpochMillis + (i + 1) * part)
                        .floor())
                .toArray();
    }
}
