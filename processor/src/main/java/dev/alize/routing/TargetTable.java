package dev.alize.routing;

import dev.alize.domain.Strategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The targets by id, and which of them serve which model. Immutable; new rules make a new one. */
final class TargetTable {
    private final RoutingRules rules;
    private final SequencedMap<String, Gate> gates;
    private final List<Gate> all;
    private final Map<String, List<Gate>> byModel = new HashMap<>();
    private final Preference preference;

    /** @param gates by id, in the order of the rules' targets */
    TargetTable(RoutingRules rules, SequencedMap<String, Gate> gates, Surroundings around) {
        this.rules = rules;
        this.gates = new LinkedHashMap<>(gates);
        all = List.copyOf(gates.values());
        for (RoutedTarget target : rules.targets()) {
            byModel.computeIfAbsent(target.target().model(), this::servingModel);
        }
        // A group goes before a model of the same name: somebody wrote it on purpose.
        rules.groups().forEach((name, group) -> {
            List<Gate> serving =
                    withOthers(group.targets().stream().map(this::known).toList());
            byModel.put(name, serving);
            group.aliases().forEach(alias -> byModel.put(alias, serving));
        });
        preference = new Preference(rules, around);
    }

    private Gate known(String id) {
        Gate gate = gates.get(id);
        if (gate == null) {
            throw new IllegalArgumentException("no target has the id " + id);
        }
        return gate;
    }

    private List<Gate> servingModel(String model) {
        return withOthers(all.stream()
                .filter(gate -> gate.routed().target().model().equals(model))
                .toList());
    }

    private List<Gate> withOthers(List<Gate> first) {
        Set<Gate> serving = new LinkedHashSet<>(first);
        if (rules.acrossModels() && rules.strategy() == Strategy.FALLBACK) {
            serving.addAll(all);
        }
        return List.copyOf(serving);
    }

    RoutingRules rules() {
        return rules;
    }

    Preference preference() {
        return preference;
    }

    List<Gate> gates() {
        return all;
    }

    SequencedMap<String, Gate> byId() {
        return gates;
    }

    @Nullable
    Gate gate(String id) {
        return gates.get(id);
    }

    /** Those of the ids that are known, in their order. */
    List<Gate> along(List<String> ids) {
        List<Gate> found = new ArrayList<>(ids.size());
        for (String id : ids) {
            Gate gate = gates.get(id);
            if (gate != null) {
                found.add(gate);
            }
        }
        return found;
    }

    /** The targets for a model in configured order; null where none has it. All where it is null. */
    @Nullable
    List<Gate> serving(@Nullable String model) {
        return model == null ? all : byModel.get(model);
    }

    /** Every name a request may give as its model. */
    Set<String> modelNames() {
        return new TreeSet<>(byModel.keySet());
    }
}
