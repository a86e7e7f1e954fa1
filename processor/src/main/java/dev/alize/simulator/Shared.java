package dev.alize.simulator;

import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.vendor.Api;
import dev.alize.simulator.vendor.Models;
import dev.alize.simulator.vendor.Quotas;
import dev.alize.simulator.vendor.RequestCheck;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the event loops have in common; each part is safe to use from all of them. */
final class Shared {
    final SimulatorOptions options;
    final Counters counters;
    final Quotas quotas;
    final Models models;
    private final Map<Api, RequestCheck> checks;
    final InstantSource clock;

    private final LongSupplier nanoTime;
    private volatile ActiveBehaviour active;

    Shared(SimulatorOptions options, InstantSource clock, LongSupplier nanoTime) {
        this.options = options;
        this.counters = new Counters(options.trackIds());
        this.quotas = new Quotas(options.limits());
        this.models = new Models(options.models());
        this.checks = options.validate()
                ? Map.of(Api.CHAT, new RequestCheck(Api.CHAT), Api.CODE, new RequestCheck(Api.CODE))
                : Map.of();
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.active = new ActiveBehaviour(options.behaviour(), options.eventLoops(), nanoTime);
    }

    /** Null where bodies are not checked. */
    @Nullable
    RequestCheck check(Api api) {
        return checks.get(api);
    }

    ActiveBehaviour active() {
        return active;
    }

    void behave(Behaviour behaviour) {
        active = new ActiveBehaviour(behaviour, options.eventLoops(), nanoTime);
    }

    void reset() {
        counters.reset();
        quotas.reset();
        behave(options.behaviour());
    }
}
