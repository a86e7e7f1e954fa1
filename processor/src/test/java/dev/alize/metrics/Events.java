package dev.alize.metrics;

import dev.alize.domain.CallFacts;
import dev.alize.domain.Direction;
import dev.alize.domain.EngineObserver;
import dev.alize.domain.Pricing;
import dev.alize.domain.Target;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/** Tells an observer what an engine would. */
final class Events {
    static final Target LARGE = target("large", "mistral", new Pricing(2, 6));
    static final Target SPARE = target("spare", "openai", null);

    private Events() {}

    static Target target(String id, String provider, @org.jspecify.annotations.Nullable Pricing pricing) {
        Duration timeout = Duration.ofSeconds(60);
        return new Target(
                id, provider, "configured", URI.create("http://localhost/v1"), null, timeout, timeout, pricing);
    }

    static void attempt(EngineObserver observer, Target target, String model, String outcome) {
        boolean success = outcome.equals("success");
        observer.attempted(
                target,
                model,
                outcome,
                new CallFacts(success ? 200 : 500, 0, 1_500, null, Map.of()),
                success ? OptionalLong.of(1_000) : OptionalLong.empty(),
                success ? OptionalLong.of(500) : OptionalLong.empty());
        Pricing pricing = target.pricing();
        if (success && pricing != null) {
            observer.billed(target, model, outcome, pricing.at(Instant.EPOCH).of(1_000, 0, 500));
        }
    }

    /** One of each. */
    static void all(EngineObserver observer) {
        attempt(observer, LARGE, "m", "success");
        attempt(observer, LARGE, "m", "rate_limited");
        attempt(observer, SPARE, "gpt", "timeout");
        attempt(observer, LARGE, "m", "unknown");
        observer.answered("completed", "none", 2_000);
        observer.answered("failed", "timeout", 9_000);
        observer.staged("admit", false, 1_000);
        observer.staged("settle", true, 1_000);
        observer.judged("pii-detector", Direction.REQUEST, "rewrite", 20_000);
        observer.goesOn("retry", "large", "rate_limited");
        observer.goesOn("fallback", "large", "none");
        observer.happened("breaker", "large", "open");
        observer.deadLettered("timeout");
        observer.redispatched();
        observer.recalled("hit");
        observer.repeated();
        observer.evicted();
        observer.drained(3, 7_000_000);
        observer.chunkWritten(4);
    }
}
