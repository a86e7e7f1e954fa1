package dev.alize.gateway;

import dev.alize.config.Configuration;
import dev.alize.config.StartMitigations;
import dev.alize.config.TargetSettings;
import dev.alize.control.ActiveCommands;
import dev.alize.control.Command;
import dev.alize.control.Mitigation;
import dev.alize.routing.Mitigations;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the environment said at the start and what operators commanded since, together. Pure. */
final class LiveMitigations {
    private LiveMitigations() {}

    /** A command goes before what the environment says of the same thing. */
    static Mitigations of(Configuration configuration, StartMitigations start, ActiveCommands active) {
        List<String> mistral = configuration.providers().targets().stream()
                .filter(target -> target.provider().equals(StartMitigations.PROVIDER))
                .map(TargetSettings::id)
                .toList();
        Integer everyMost = number(active, Command.MAX_CONCURRENCY);
        Map<String, Integer> most = new HashMap<>();
        Long everyTimeout = milliseconds(active);
        Map<String, Duration> timeouts = new HashMap<>();
        for (String target : mistral) {
            if (start.maxConcurrent() != null && everyMost == null) {
                most.put(target, start.maxConcurrent());
            }
            if (start.timeout() != null && everyTimeout == null) {
                timeouts.put(target, start.timeout());
            }
        }
        active.values(Command.MAX_CONCURRENCY).forEach((target, value) -> most.put(target, clamp(value)));
        active.values(Command.TIMEOUT).forEach((target, value) -> timeouts.put(target, Duration.ofMillis(value)));
        Set<String> avoided = new HashSet<>(active.targets(Command.FORCE_FALLBACK));
        if (start.forceFallback()) {
            avoided.addAll(mistral);
        }
        return new Mitigations(
                active.forAll(Command.PAUSE),
                active.targets(Command.PAUSE),
                everyMost,
                most,
                active.forAll(Command.FORCE_FALLBACK),
                avoided,
                everyTimeout == null ? null : Duration.ofMillis(everyTimeout),
                timeouts);
    }

    private static @Nullable Integer number(ActiveCommands active, Command command) {
        return active.of(command, null)
                .map(Mitigation::value)
                .map(LiveMitigations::clamp)
                .orElse(null);
    }

    private static @Nullable Long milliseconds(ActiveCommands active) {
        return active.of(Command.TIMEOUT, null).map(Mitigation::value).orElse(null);
    }

    private static int clamp(long value) {
        return (int) Math.min(Integer.MAX_VALUE, value);
    }
}
