package dev.alize.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the processors of a bench are.
 *
 * @param processors how many, 1 or more
 * @param processing further keys of the block {@code processing} of their configuration
 * @param jvmOptions further options of their virtual machines
 */
public record RigOptions(int processors, Map<String, String> processing, List<String> jvmOptions) {
    public RigOptions {
        if (processors < 1) {
            throw new IllegalArgumentException("processors: got " + processors + ", expected 1 or more");
        }
        processing = Map.copyOf(processing);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** The same with one more key of the block {@code processing}. */
    RigOptions with(String key, String value) {
        Map<String, String> more = new HashMap<>(processing);
        more.put(key, value);
        return new RigOptions(processors, more, jvmOptions);
    }
}
