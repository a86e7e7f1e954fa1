package dev.alize.gateway;

import dev.alize.audit.TrailKeys;
import dev.alize.cache.AnswerCache;
import dev.alize.cache.CacheRules;
import dev.alize.calls.CommitHooks;
import dev.alize.calls.Intake;
import dev.alize.calls.OpenCalls;
import dev.alize.calls.QuickestAnswer;
import dev.alize.calls.Slots;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.domain.Attempt;
import dev.alize.domain.EngineObserver;
import dev.alize.domain.Outcome;
import dev.alize.domain.Ownership;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Provider;
import dev.alize.domain.Quota;
import dev.alize.domain.Router;
import dev.alize.routing.Surroundings;
import dev.alize.routing.TargetRouter;
import dev.alize.schemas.Delta;
import dev.alize.schemas.serde.AvroSerde;
import dev.alize.topology.Engine;
import dev.alize.topology.EngineSettings;
import dev.alize.topology.GatewayTopology;
import dev.alize.topology.Settled;
import dev.alize.topology.WireCodec;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/** The topology of a configuration, to be looked at only: nothing in it is connected. */
final class Blueprint {
    private Blueprint() {}

    static Topology topology(Configuration configuration) {
        var processing = configuration.processing();
        EngineSettings settings = new EngineSettings(
                "blueprint",
                configuration.version(),
                processing.idempotency().window(),
                processing.idempotency().entries(),
                processing.idempotency().earlyCancelWindow(),
                processing.recovery().maxRedispatches(),
                processing.bounds().maxRequestBytes(),
                processing.bounds().maxResponseBytes(),
                processing.waiting().maxAge(),
                processing.waiting().maxHeldPerKey(),
                PolicyChains.of(configuration.policies()),
                () -> false);
        var names = Names.of(configuration);
        try (var timer = Executors.newSingleThreadScheduledExecutor()) {
            var around = new Surroundings(System::nanoTime, () -> 0, timer, ProcessEvents.NONE, group -> NO_QUOTA);
            Router router =
                    new TargetRouter(RoutingPlan.rules(configuration.providers(), Environment.ofProcess()), around);
            Slots slots = new Slots(1, 1, router::admit, Slots.Alarm.NONE, System::nanoTime);
            Intake intake = new Intake(slots, route -> false, new Intake.Limits(0, 1, 1));
            Engine engine = new Engine(
                    new Engine.Parts(
                            new WireCodec(new AvroSerde<>(), names),
                            new Disconnected(),
                            new OpenCalls<List<Delta>, Settled>(slots, Settled::size, timer, 0),
                            slots,
                            intake,
                            new CommitHooks(true),
                            new QuickestAnswer(),
                            EngineObserver.NONE,
                            router,
                            Ownership.NONE,
                            new AnswerCache(CacheRules.OFF, Clock.systemUTC()),
                            TrailKeys.none(),
                            1),
                    settings);
            return GatewayTopology.build(engine, names, settings.chains());
        }
    }

    private static final Quota NO_QUOTA = new Quota() {
        @Override
        public Answer reserve(long promptTokens, @Nullable Long maxTokens, long nowNanos) {
            return new Answer.Later(Long.MAX_VALUE);
        }

        @Override
        public long waitMs(int ahead, long nowNanos) {
            return Long.MAX_VALUE;
        }
    };

    private static final class Disconnected implements Provider {
        @Override
        public Call start(Attempt attempt, Consumer<Outcome> done) {
            throw new IllegalStateException("A blueprint calls nobody");
        }

        @Override
        public void close() {}
    }
}
