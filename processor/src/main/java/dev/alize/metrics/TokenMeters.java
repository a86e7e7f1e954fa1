package dev.alize.metrics;

import dev.alize.domain.Target;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/** Tokens and cost of one model at one target; made with the first tokens that are reported. Thread-safe. */
final class TokenMeters {
    private final Counter prompt;
    private final Counter completion;
    private final DistributionSummary input;
    private final DistributionSummary output;
    private final Counter cost;

    TokenMeters(MeterRegistry registry, Target target, String model) {
        this.prompt = tokens(registry, target, model, "prompt");
        this.completion = tokens(registry, target, model, "completion");
        this.input = GenAi.tokens(registry, target.provider(), model, "input");
        this.output = GenAi.tokens(registry, target.provider(), model, "output");
        this.cost = Counter.builder("alize.cost.usd")
                .description("Cost of attempts by the configured prices, in USD; 0 where no price is configured.")
                .tags("target", target.id(), "model", model)
                .register(registry);
    }

    private static Counter tokens(MeterRegistry registry, Target target, String model, String type) {
        return Counter.builder("alize.tokens")
                .description("Tokens that providers reported.")
                .tags("target", target.id(), "model", model, "type", type)
                .register(registry);
    }

    void used(long promptTokens, long completionTokens) {
        prompt.increment(promptTokens);
        completion.increment(completionTokens);
        input.record(promptTokens);
        output.record(completionTokens);
    }

    void cost(double usd) {
        cost.increment(usd);
    }
}
