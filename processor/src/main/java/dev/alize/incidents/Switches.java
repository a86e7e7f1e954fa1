package dev.alize.incidents;

import dev.alize.schemas.IncidentFact;
import dev.alize.schemas.IncidentSwitch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What is on until it is off, by target and instance: open breakers, refused keys, unhealthy probes, silence. Not thread-safe. */
final class Switches {
    static final String BREAKER = "breaker";
    static final String KEY = "key";
    static final String PROBE = "probe";
    static final String SILENCE = "silence";

    private static final int MOST = 2_000;
    /** More targets than anybody has are another's doing. */
    private static final int MOST_TARGETS = 400;

    private static final long MOST_LASTED_MS = 86_400_000;

    private final List<IncidentSwitch> on = new ArrayList<>();

    void load(List<IncidentSwitch> all) {
        on.clear();
        on.addAll(all);
    }

    List<IncidentSwitch> all() {
        return List.copyOf(on);
    }

    /** @param at when it happened, in milliseconds since 1970 */
    void take(IncidentFact fact, long at) {
        switch (fact.getKind()) {
            case "breaker" -> turn(BREAKER, fact, at, !fact.getReason().equalsIgnoreCase("closed"));
            case "key_refused" -> turn(KEY, fact, at, true);
            case "key_accepted" -> turn(KEY, fact, at, false);
            case "probe" -> turn(PROBE, fact, at, fact.getReason().equals("unhealthy"));
            case "silence" ->
                turn(SILENCE, fact, at - lastedMs(fact), fact.getReason().equals("begun"));
            // A new life of an instance begins with everything closed, and a stopped one says nothing more.
            case "started", "stopped" -> on.removeIf(one -> one.getInstance().equals(fact.getInstance()));
            default -> {}
        }
    }

    /** It is said when it has lasted for a while. */
    private static long lastedMs(IncidentFact fact) {
        try {
            return Math.clamp(Long.parseLong(fact.getDetails().getOrDefault("for_ms", "0")), 0, MOST_LASTED_MS);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void turn(String what, IncidentFact fact, long at, boolean isOn) {
        String target = fact.getTarget();
        if (target == null) {
            return;
        }
        Optional<IncidentSwitch> known = of(what, target)
                .filter(one -> one.getInstance().equals(fact.getInstance()))
                .findFirst();
        if (!isOn) {
            known.ifPresent(on::remove);
        } else if (known.isEmpty() && hasRoom(target)) {
            on.add(new IncidentSwitch(what, target, fact.getInstance(), fact.getReason(), at));
        }
    }

    private boolean hasRoom(String target) {
        return on.size() < MOST
                && (on.stream().anyMatch(one -> one.getTarget().equals(target))
                        || on.stream().map(IncidentSwitch::getTarget).distinct().count() < MOST_TARGETS);
    }

    void drop(Predicate<IncidentSwitch> which) {
        on.removeIf(which);
    }

    private Stream<IncidentSwitch> of(String what, String target) {
        return on.stream()
                .filter(one -> one.getWhat().equals(what) && one.getTarget().equals(target));
    }

    boolean isOn(String what, String target) {
        return of(what, target).findAny().isPresent();
    }

    /** Since when, in milliseconds since 1970, where any instance says so; {@link Long#MAX_VALUE} where none does. */
    long since(String what, String target) {
        return of(what, target).mapToLong(IncidentSwitch::getSince).min().orElse(Long.MAX_VALUE);
    }

    /** Since when, by what each instance says. */
    LongStream eachSince(String what, String target) {
        return of(what, target).mapToLong(IncidentSwitch::getSince);
    }

    /** Those of a target, the oldest first. */
    List<IncidentSwitch> of(String target) {
        return on.stream()
                .filter(one -> one.getTarget().equals(target))
                .sorted(Comparator.comparingLong(IncidentSwitch::getSince))
                .toList();
    }
}
