package dev.alize.routing;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has in force now. What is said of one target goes before what is said of all.
 *
 * @param allPaused whether every target is paused
 * @param paused ids of paused targets
 * @param everyMaxConcurrency most open calls at each target; null for what the configuration says
 * @param maxConcurrency most open calls by target
 * @param forceFallback whether the first target is avoided where another one takes calls
 * @param avoided ids of targets that are avoided where another one takes calls
 * @param everyTimeout of attempts at every target, streamed or not; null for what the configuration says
 * @param timeouts of attempts by target
 */
public record Mitigations(
        boolean allPaused,
        Set<String> paused,
        @Nullable Integer everyMaxConcurrency,
        Map<String, Integer> maxConcurrency,
        boolean forceFallback,
        Set<String> avoided,
        @Nullable Duration everyTimeout,
        Map<String, Duration> timeouts) {
    public static final Mitigations NONE =
            new Mitigations(false, Set.of(), null, Map.of(), false, Set.of(), null, Map.of());

    public Mitigations {
        paused = Set.copyOf(paused);
        avoided = Set.copyOf(avoided);
        maxConcurrency = Map.copyOf(maxConcurrency);
        timeouts = Map.copyOf(timeouts);
        if (everyMaxConcurrency != null && everyMaxConcurrency < 1
                || maxConcurrency.values().stream().anyMatch(most -> most < 1)) {
            throw new IllegalArgumentException("expected a concurrency of 1 or more (to stop a target, pause it), got "
                    + everyMaxConcurrency + " and " + maxConcurrency);
        }
        if (everyTimeout != null && everyTimeout.toMillis() < 1
                || timeouts.values().stream().anyMatch(timeout -> timeout.toMillis() < 1)) {
            throw new IllegalArgumentException(
                    "expected timeouts of 1 ms or more, got " + everyTimeout + " and " + timeouts);
        }
    }

    boolean isPaused(String target) {
        return allPaused || paused.contains(target);
    }

    @Nullable
    Integer maxConcurrencyOf(String target) {
        Integer own = maxConcurrency.get(target);
        return own == null ? everyMaxConcurrency : own;
    }

    @Nullable
    Duration timeoutOf(String target) {
        Duration own = timeouts.get(target);
        return own == null ? everyTimeout : own;
    }
}
