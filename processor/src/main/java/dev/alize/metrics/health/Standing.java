package dev.alize.metrics.health;

import dev.alize.domain.TargetState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A target as its attempts and as routing see it.
 *
 * @param state empty where routing does not know the target
 */
public record Standing(TargetHealth.Report report, Optional<TargetState> state) {
    /** Of every target of the configuration, by id. */
    public static SortedMap<String, Standing> all(TargetsHealth targets, Instance instance) {
        Map<String, TargetState> states = instance.targetStates().stream()
                .collect(Collectors.toMap(TargetState::id, Function.identity(), (first, second) -> first));
        SortedMap<String, Standing> standings = new TreeMap<>();
        targets.reports(instance.targets())
                .forEach((id, report) -> standings.put(id, new Standing(report, Optional.ofNullable(states.get(id)))));
        return standings;
    }

    String provider() {
        return report.provider();
    }

    /** A target that an operator paused is not ill; any other that takes no calls is. */
    public Condition condition() {
        if (takesCalls()) {
            return report.condition();
        }
        boolean byHand = state.map(TargetState::why).filter("paused"::equals).isPresent();
        return report.condition().orWorse(byHand ? Condition.DEGRADED : Condition.UNHEALTHY);
    }

    private boolean takesCalls() {
        return state.map(TargetState::takesCalls).orElse(true);
    }

    /** Whether it is in full use; a breaker that lets trials through is not. */
    private boolean serves() {
        return takesCalls() && state.map(TargetState::breaker).orElse("closed").equals("closed");
    }

    /** Of the targets of one provider; those that could be called and were not say nothing. */
    static Condition ofProvider(Collection<Standing> targets) {
        return Condition.ofAll(targets.stream()
                .filter(target -> target.report.attempts() > 0 || !target.takesCalls())
                .map(Standing::condition)
                .toList());
    }

    /**
     * Of all targets. One that was taken out of use does no harm while others serve: only these are judged. While none
     * serves, requests wait and nothing is lost.
     */
    static Condition ofProcess(Collection<Standing> targets) {
        List<Standing> serving = targets.stream().filter(Standing::serves).toList();
        return serving.isEmpty() && !targets.isEmpty() ? Condition.DEGRADED : ofProvider(serving);
    }
}
