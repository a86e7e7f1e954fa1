package dev.alize.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a processor, MiB; NaN where it is not known.
 *
 * @param heapPeak the most that a collection left behind
 * @param heapFullest the most that was used when a collection began
 * @param residentPeak the most of the machine's memory that the process had since its start (Linux only)
 */
record Memory(double heapPeak, double heapFullest, double residentPeak) {
    private static final Pattern HIGH_WATER = Pattern.compile("VmHWM:\\s*(\\d+) kB");

    /**
     * Of a living processor, which was started with {@link HeapLog#OPTION}.
     *
     * @param from the heap counts from here to now
     */
    static Memory of(Processor processor, Start from) {
        HeapLog heap = HeapLog.of(processor).between(from.epochMillis(), Long.MAX_VALUE);
        return new Memory(heap.peak(), heap.fullest(), resident(processor.pid()));
    }

    private static double resident(long pid) {
        try {
            Matcher line = HIGH_WATER.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return line.find() ? Long.parseLong(line.group(1)) / 1024 : Double.NaN;
        } catch (IOException notLinux) {
            return Double.NaN;
        }
    }

    /** Puts it into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("heap_peak_mb", Report.orNull(heapPeak));
        json.put("heap_fullest_mb", Report.orNull(heapFullest));
        json.put("rss_peak_mb", Report.orNull(residentPeak));
    }

    /** For people. */
    String note() {
        return "Heap, by the processor's own log of collections: at most %.0f MiB left by one, at most %.0f MiB used when one began. Resident at most %.0f MiB."
                .formatted(heapPeak, heapFullest, residentPeak);
    }
}
