package dev.alize.policies;

import dev.alize.domain.settings.Conduct;

/** A policy of a chain, and how it is applied. */
public record Link(Policy policy, Conduct conduct) {
    public String name() {
        return policy.name();
    }
}
