package dev.alize.simulator;

import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.quota.Quotas;
import dev.alize.simulator.quota.Usage;
import dev.alize.simulator.vendor.Api;
import dev.alize.simulator.vendor.Dialect;
import dev.alize.simulator.vendor.ErrorForms;
import dev.alize.simulator.vendor.Models;
import dev.alize.simulator.vendor.ModerationApi;
import dev.alize.simulator.vendor.RequestCheck;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the event loops have in common; each part is safe to use from all of them. */
final class Shared {
    final SimulatorOptions options;
    final Counters counters;
    private final Quotas quotas;
    final Models models;
    final ModerationApi moderation = new ModerationApi();
    private final Map<Api, RequestCheck> checks;
    final InstantSource clock;

    private final LongSupplier nanoTime;
    private volatile ActiveBehaviour active;

    Shared(SimulatorOptions options, InstantSource clock, LongSupplier nanoTime) {
        this.options = options;
        this.counters = new Counters(options.trackIds());
        this.quotas = new Quotas(options.vendor().limits());
        this.models = new Models(options.vendor().models(), dialect());
        this.checks = options.vendor().validate() ? checks(dialect()) : Map.of();
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.active = new ActiveBehaviour(options.behaviour(), dialect(), options.eventLoops(), nanoTime);
    }

    private static Map<Api, RequestCheck> checks(Dialect dialect) {
        RequestCheck chat = new RequestCheck(Api.CHAT, dialect);
        return dialect.serves(Api.CODE)
                ? Map.of(Api.CHAT, chat, Api.CODE, new RequestCheck(Api.CODE, dialect))
                : Map.of(Api.CHAT, chat);
    }

    Dialect dialect() {
        return options.vendor().dialect();
    }

    ErrorForms errors() {
        return dialect().errors();
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
        active = new ActiveBehaviour(behaviour, dialect(), options.eventLoops(), nanoTime);
    }

    Quotas quotas() {
        return quotas;
    }

    /** For windows: the clock of the machine may be set back. */
    long quotaMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }

    List<Usage> usage() {
        return quotas.usage(quotaMillis());
    }

    void reset() {
        counters.reset();
        quotas.reset();
        behave(options.behaviour());
    }
}
