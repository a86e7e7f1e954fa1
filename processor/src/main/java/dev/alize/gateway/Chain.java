package dev.alize.gateway;

import dev.alize.policies.AuditLogger;
import dev.alize.policies.Policy;
import java.util.List;

/** Makes the policies of a chain. */
final class Chain {
    private Chain() {}

    /** @param names of policies that exist: the configuration has checked them */
    static List<Policy> of(List<String> names) {
        return names.stream().map(Chain::policy).toList();
    }

    private static Policy policy(String name) {
        return switch (name) {
            case AuditLogger.NAME -> new AuditLogger();
            default -> throw new IllegalArgumentException("policies.chain: no policy is named '" + name + "'");
        };
    }
}
