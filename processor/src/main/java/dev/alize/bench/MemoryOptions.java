package dev.alize.bench;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the bound of memory is measured.
 *
 * @param requests 1 or more
 * @param characters of each prompt, 1 to 900,000: a request is at most 1 MiB
 * @param latency of the provider, 1 ms to 50 s
 * @param heapMib heap of the processor, MiB, 64 or more
 * @param rig what is measured
 */
public record MemoryOptions(int requests, int characters, Duration latency, int heapMib, RigOptions rig) {
    /** Of the heap: a call is in it as request, as row, as HTTP body and in Kafka's buffers, beside everything else. */
    private static final int SHARE = 16;

    public MemoryOptions {
        if (requests < 1 || characters < 1 || characters > 900_000 || heapMib < 64) {
            throw new IllegalArgumentException(
                    "requests, characters, heap: got %d, %d, %d, expected 1 or more, 1 to 900000, 64 MiB or more"
                            .formatted(requests, characters, heapMib));
        }
        if (latency.toMillis() < 1 || latency.toSeconds() > 50) {
            throw new IllegalArgumentException("latency: got %s, expected 1 ms to 50 s".formatted(latency));
        }
        rig = rig.orElse("max_open_bytes", heapMib / SHARE + "MiB");
    }

    /** Puts them into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("requests", requests);
        json.put("characters", characters);
        json.put("latency_ms", latency.toMillis());
        json.put("heap_mb", heapMib);
        json.put("max_open_bytes", rig.processing().get("max_open_bytes"));
    }
}
