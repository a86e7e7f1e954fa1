package dev.alize.config;

import dev.alize.domain.Capability;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An entry of {@code policies.overrides}: another chain, or other settings, for the requests that meet all its
 * conditions. At least one condition; an empty one is met by every request.
 *
 * @param tenants of whom the request must be
 * @param models one of which it must name; a name that ends in {@code *} stands for all that begin so
 * @param capabilities all of which it must need
 * @param chain names of policies, in an order that agrees with the other chains
 * @param settings by name of the policy, of every policy in its chain
 */
public record PolicyOverride(
        List<String> tenants,
        List<String> models,
        Set<Capability> capabilities,
        List<String> chain,
        Map<String, PolicySettings> settings) {
    public PolicyOverride {
        tenants = List.copyOf(tenants);
        models = List.copyOf(models);
        capabilities = capabilities.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(capabilities));
        chain = List.copyOf(chain);
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        if (tenants.isEmpty() && models.isEmpty() && capabilities.isEmpty()) {
            throw new InvalidSettingException(
                    "policies.overrides", "an entry without a condition; expected tenants, models or capabilities");
        }
        if (!settings.keySet().containsAll(chain)) {
            throw new InvalidSettingException("policies.overrides", "" + chain + " has no settings for some policy");
        }
        if (new HashSet<>(chain).size() < chain.size()) {
            throw new InvalidSettingException("policies.overrides", "" + chain + " names a policy twice");
        }
    }
}
