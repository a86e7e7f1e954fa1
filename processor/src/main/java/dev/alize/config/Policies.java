package dev.alize.config;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Blocks {@code policies} and {@code policy}.
 *
 * @param chain names of policies in the order in which requests pass them, each at most once; default none
 * @param settings by name of the policy: of every policy in the chain, and of those that have a block
 */
public record Policies(List<String> chain, Map<String, PolicySettings> settings) {
    public Policies {
        chain = List.copyOf(chain);
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        if (!settings.keySet().containsAll(chain)) {
            throw new InvalidSettingException("policies.chain", "" + chain + " has no settings for some policy");
        }
        if (new HashSet<>(chain).size() < chain.size()) {
            throw new InvalidSettingException("policies.chain", "" + chain + " names a policy twice");
        }
    }

    /** The settings of a policy, if it is in the chain. */
    public <T extends PolicySettings> Optional<T> inChain(Class<T> type) {
        return chain.stream()
                .map(settings::get)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
