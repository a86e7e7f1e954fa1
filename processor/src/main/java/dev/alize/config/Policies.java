package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
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
 * @param overrides other chains or settings for some requests; the first that fits holds; default none
 */
public record Policies(List<String> chain, Map<String, PolicySettings> settings, List<PolicyOverride> overrides) {
    public Policies {
        chain = List.copyOf(chain);
        overrides = List.copyOf(overrides);
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        if (!settings.keySet().containsAll(chain)) {
            throw new InvalidSettingException("policies.chain", "" + chain + " has no settings for some policy");
        }
        if (new HashSet<>(chain).size() < chain.size()) {
            throw new InvalidSettingException("policies.chain", "" + chain + " names a policy twice");
        }
        ChainOrder.of(chain, overrides);
    }

    /** Without overrides. */
    public Policies(List<String> chain, Map<String, PolicySettings> settings) {
        this(chain, settings, List.of());
    }

    /** Every policy of every chain, in an order that all of them keep. */
    public List<String> stages() {
        return ChainOrder.of(chain, overrides);
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
