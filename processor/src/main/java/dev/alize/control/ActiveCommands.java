package dev.alize.control;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The live mitigations that are in force at one moment. Immutable.
 *
 * @param all the commands in force, by key
 */
public record ActiveCommands(List<Mitigation> all) {
    public static final ActiveCommands NONE = new ActiveCommands(List.of());

    public ActiveCommands {
        all = all.stream()
                .sorted(Comparator.comparing(mitigation -> mitigation.scope().key()))
                .toList();
    }

    /** The command for a target, or the one for all targets where the target is null. */
    public Optional<Mitigation> of(Command command, @Nullable String target) {
        Mitigation.Scope scope = new Mitigation.Scope(command, target);
        return all.stream()
                .filter(mitigation -> mitigation.scope().equals(scope))
                .findFirst();
    }

    /** Whether the command is in force for all targets. */
    public boolean forAll(Command command) {
        return of(command, null).isPresent();
    }

    /** The targets that the command names. */
    public Set<String> targets(Command command) {
        return values(command).keySet();
    }

    /** The numbers of a command by the targets that it names; 0 for a command without a number. */
    public Map<String, Long> values(Command command) {
        Map<String, Long> values = new HashMap<>();
        for (Mitigation mitigation : all) {
            String target = mitigation.scope().target();
            if (mitigation.scope().command() == command && target != null) {
                values.put(target, mitigation.value());
            }
        }
        return Map.copyOf(values);
    }

    /** By scope. */
    Map<Mitigation.Scope, Mitigation> byScope() {
        return all.stream().collect(Collectors.toUnmodifiableMap(Mitigation::scope, mitigation -> mitigation));
    }
}
