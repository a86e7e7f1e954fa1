package dev.alize.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What routing and pacing must know of a request. Nothing of its text.
 *
 * @param model the model, or the alias of a model group, that the request names; null where it leaves that to the route
 * @param needs what a target must be able to do
 * @param promptTokens estimate of the prompt's tokens, 0 or more
 * @param maxTokens most tokens of the completion that the request allows; null where it states none
 * @param retried whether the first target of its route failed it before: its failure says nothing new about the target
 */
public record Demand(
        @Nullable String model,
        Set<Capability> needs,
        long promptTokens,
        @Nullable Long maxTokens,
        boolean retried) {
    public Demand {
        needs = Set.copyOf(needs);
        if (promptTokens < 0 || maxTokens != null && maxTokens < 0) {
            throw new IllegalArgumentException("expected 0 tokens or more, got " + promptTokens + " and " + maxTokens);
        }
    }
}
