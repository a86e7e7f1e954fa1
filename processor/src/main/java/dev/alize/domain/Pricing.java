package dev.alize.domain;

import java.time.Instant;
import java.util.List;

/**
 * What the tokens of a target cost over time, in USD per million tokens.
 *
 * @param prompt price of prompt tokens until the first change, 0 or more
 * @param completion price of completion tokens until then, 0 or more
 * @param cachedPrompt price of prompt tokens that the provider had in its cache, until then, 0 or more
 * @param changes what holds from which moment on, the earliest first, no two at the same moment
 */
public record Pricing(double prompt, double completion, double cachedPrompt, List<PriceChange> changes) {
    public Pricing {
        changes = List.copyOf(changes);
        for (int i = 1; i < changes.size(); i++) {
            if (!changes.get(i - 1).from().isBefore(changes.get(i).from())) {
                throw new IllegalArgumentException("changes: got "
                        + changes.get(i).from() + " after " + changes.get(i - 1).from() + ", expected a later moment");
            }
        }
    }

    /** Prices that never change; cached tokens cost what others do. */
    public Pricing(double prompt, double completion) {
        this(prompt, completion, prompt, List.of());
    }

    /** What a call costs that begins at this moment. */
    public Price at(Instant moment) {
        for (int i = changes.size() - 1; i >= 0; i--) {
            PriceChange change = changes.get(i);
            if (!moment.isBefore(change.from())) {
                return new Price(change.prompt(), change.completion(), change.cachedPrompt());
            }
        }
        return new Price(prompt, completion, cachedPrompt);
    }
}
