package dev.alize.routing;

import dev.alize.domain.Target;
import java.time.Duration;
import java.util.function.Consumer;

/** Makes a light call to see whether a target answers and accepts its key. Returns at once. */
@FunctionalInterface
public interface Probe {
    /**
     * @param timeout after which the result does not matter any more
     * @param result told once, on any thread
     */
    void probe(Target target, Duration timeout, Consumer<ProbeResult> result);
}
