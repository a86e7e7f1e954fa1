package dev.alize.bench;

import java.util.List;

/**
 * How the use of a budget is measured.
 *
 * @param requests sent at once, 100 or more
 * @param tokens that the budget allows in a day, 1,000 or more
 * @param kills how often a processor is killed and started again, 0 to 20
 * @param rig what is measured
 */
public record BudgetOptions(int requests, long tokens, int kills, RigOptions rig) {
    /** Tokens of an answer: what a call costs differs from its estimate by up to ten times. */
    static final int SHORTEST = 20;

    static final int LONGEST = 400;
    /** Calls that the provider takes at once. */
    static final int CONCURRENCY = 40;

    public BudgetOptions {
        if (requests < 100 || tokens < 1_000 || kills < 0 || kills > 20) {
            throw new IllegalArgumentException(
                    "requests, tokens, kills: got %d, %d, %d, expected 100, 1000 or more, 0 to 20"
                            .formatted(requests, tokens, kills));
        }
        rig = rig.with(new Providers(
                        List.of(new Provider(
                                "simulated",
                                "mistral",
                                "mistral-small-latest",
                                List.of(
                                        "--no-validate",
                                        "--latency",
                                        "lognormal:200ms:0.5",
                                        "--tokens-per-answer",
                                        Integer.toString(LONGEST),
                                        "--shortest-answer",
                                        Integer.toString(SHORTEST)),
                                List.of("quota_group: bench", "max_concurrency: " + CONCURRENCY))),
                        List.of()))
                .withPolicies("""
                        policies: {chain: [budget]}
                        policy: {budget: {limits: [{tokens_per_day: %d}]}}
                        """.formatted(tokens));
    }
}
