package dev.alize.policies;

import dev.alize.domain.Evidence;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;

/** A policy of a chain, and how it is applied. */
public record Link(Policy policy, Conduct conduct) {
    /** The reason of a policy that failed itself. */
    public static final String POLICY_ERROR = "policy_error";

    public String name() {
        return policy.name();
    }

    /** Whether nothing follows from what the policy says. */
    public boolean isShadow() {
        return conduct.action() == Action.SHADOW;
    }

    /** What holds of a verdict of the policy. */
    public Verdict enforced(Verdict verdict) {
        return isShadow() ? verdict.watched() : verdict;
    }

    /** The verdict in place of one that the policy failed to give. */
    public Verdict failed() {
        return enforced(
                switch (conduct.onError()) {
                    case BLOCK -> new Verdict.Block(POLICY_ERROR, Evidence.NONE);
                    case ALLOW -> new Verdict.Flag(POLICY_ERROR, Evidence.NONE);
                });
    }
}
