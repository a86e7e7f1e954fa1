package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Block {@code tenants}: how a tenant is known. Kafka does not tell a reader who wrote a record, so a tenant has a topic
 * that its principal alone may write to.
 *
 * @param claims which tenants a record on a common topic may name
 * @param trustedPrincipals who, besides its own principal, may write to and read the topics of a tenant: the gateway's
 *     own, operators that redrive or forget
 * @param bindings no tenant twice, {@value #MOST_BINDINGS} at most
 */
public record TenantSettings(Claims claims, List<String> trustedPrincipals, List<TenantBinding> bindings) {
    /** Each adds up to four topics, of as many partitions as all have. */
    public static final int MOST_BINDINGS = 100;

    public static final TenantSettings DEFAULT = new TenantSettings(Claims.UNBOUND, List.of(), List.of());

    /** Whom a record on a common topic may name. */
    public enum Claims {
        /** Everybody: who may write there is trusted to name the right one. */
        ANY,
        /** Everybody but those who have a topic of their own. */
        UNBOUND,
        /** Nobody: such a record is the default tenant's. */
        NONE;

        /** As in the file, such as {@code unbound}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TenantSettings {
        trustedPrincipals = List.copyOf(trustedPrincipals);
        bindings = List.copyOf(bindings);
        Set<String> tenants = new HashSet<>();
        for (TenantBinding binding : bindings) {
            if (!tenants.add(binding.tenant())) {
                throw new InvalidSettingException("tenants.bindings", "'" + binding.tenant() + "' is given twice");
            }
        }
        if (bindings.size() > MOST_BINDINGS) {
            throw new InvalidSettingException(
                    "tenants.bindings", "got " + bindings.size() + ", expected at most " + MOST_BINDINGS);
        }
    }

    /** The topics of a tenant; empty where it has none of its own. */
    public Optional<TenantBinding> binding(String tenant) {
        return bindings.stream()
                .filter(binding -> binding.tenant().equals(tenant))
                .findFirst();
    }

    /** Whose requests come in by a topic; empty for one of all. */
    public Optional<String> owner(String requestsTopic) {
        return bindings.stream()
                .filter(binding -> binding.requestsTopic().equals(requestsTopic))
                .map(TenantBinding::tenant)
                .findFirst();
    }

    /** Refuses a topic that has two roles, or two tenants. */
    void check(TopicSettings topics) {
        Map<String, String> taken = new HashMap<>();
        topics.names().forEach((role, name) -> taken.put(TopicSettings.colliding(name), "topics." + role.key()));
        for (int i = 0; i < bindings.size(); i++) {
            String place = "tenants.bindings[" + i + "].";
            bindings.get(i).topics().forEach((role, name) -> {
                String key = place + role.key() + "_topic";
                String other = taken.putIfAbsent(TopicSettings.colliding(name), key);
                if (!TopicSettings.isValid(name) || other != null) {
                    throw new InvalidSettingException(
                            key,
                            "'" + name + "' is " + (other == null ? "no name of a topic" : "the name of " + other)
                                    + "; expected a topic that is this tenant's alone (dots and underscores count as"
                                    + " equal)");
                }
            });
        }
    }
}
