package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Merges the chains of a configuration into one order of stages that all of them keep: the topology is the same for
 * every request, and a request passes by the stages that its chain does not name.
 */
final class ChainOrder {
    private ChainOrder() {}

    static List<String> of(List<String> chain, List<PolicyOverride> overrides) {
        List<List<String>> chains = new ArrayList<>();
        chains.add(new ArrayList<>(chain));
        overrides.forEach(override -> chains.add(new ArrayList<>(override.chain())));
        LinkedHashSet<String> names = new LinkedHashSet<>();
        chains.forEach(names::addAll);
        List<String> order = new ArrayList<>();
        while (!names.isEmpty()) {
            String next = names.stream()
                    .filter(name -> chains.stream().allMatch(left -> left.indexOf(name) <= 0))
                    .findFirst()
                    .orElseThrow(() -> new InvalidSettingException(
                            "policies.overrides",
                            "the chains put " + names + " into different orders; expected one order of all chains"));
            names.remove(next);
            chains.forEach(left -> left.remove(next));
            order.add(next);
        }
        return List.copyOf(order);
    }
}
