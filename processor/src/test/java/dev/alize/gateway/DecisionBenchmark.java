package dev.alize.gateway;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.domain.CallFacts;
import dev.alize.domain.Capability;
import dev.alize.domain.Demand;
import dev.alize.domain.Outcome;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Router;
import dev.alize.domain.Router.Admission;
import dev.alize.domain.Router.Routing;
import dev.alize.pacing.Pacing;
import dev.alize.routing.Surroundings;
import dev.alize.routing.TargetRouter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What one decision costs with the real router and the real pacer of two windows: a route among three targets, and the
 * admission of a call, which is given back. At most 5 µs. Another one includes the end of the call, with the headers that
 * say what is left.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecisionBenchmark {
    private static final String YAML = """
            providers:
              strategy: %s
              targets:
                - {id: a, provider: mistral, model: m, quota_group: g, limits: [%s]}
                - {id: b, provider: mistral, model: m, quota_group: g, limits: [%s]}
                - {id: c, provider: openai, model: m, quota_group: h}
            """;

    /** More than a benchmark can use. */
    private static final String AMPLE = "{requests: 2000000000, per: 1s}, {tokens: 2000000000, per: 1s}";

    private static final Demand DEMAND = new Demand("m", Set.of(Capability.CHAT), 30, null, false);
    private static final Outcome SUCCESS = new Outcome.Success(
            new byte[0],
            new CallFacts(
                    200,
                    0,
                    100,
                    null,
                    Map.of(
                            "x-ratelimit-limit-req-second", "2000000000",
                            "x-ratelimit-remaining-req-second", "1999999000",
                            "x-ratelimit-tokens-query-cost", "60")));

    @Param({"fallback", "latency", "weighted_round_robin"})
    private String strategy = "fallback";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Router router = router();

    @Setup
    public void build() {
        router = router();
    }

    private Router router() {
        Configuration configuration =
                new ConfigurationReader().parse("benchmark", YAML.formatted(strategy, AMPLE, AMPLE));
        Pacing pacing = new Pacing(new dev.alize.pacing.Surroundings(
                System::nanoTime, Clock.systemUTC(), Duration.ofMillis(30), ProcessEvents.NONE));
        pacing.follow(RoutingPlan.quotas(configuration.providers()));
        return new TargetRouter(
                RoutingPlan.rules(configuration.providers(), Environment.ofProcess()),
                new Surroundings(
                        System::nanoTime,
                        () -> ThreadLocalRandom.current().nextDouble(),
                        timer,
                        ProcessEvents.NONE,
                        pacing::group));
    }

    @TearDown
    public void stop() {
        timer.shutdownNow();
    }

    private Admission decide() {
        if (router.route(DEMAND) instanceof Routing.Along along) {
            return router.admit(along.route(), DEMAND, System.nanoTime());
        }
        throw new IllegalStateException("no target can serve the request");
    }

    @Benchmark
    public boolean decision() {
        if (decide() instanceof Admission.Now now) {
            now.pass().unused();
            return true;
        }
        return false;
    }

    @Benchmark
    public boolean decisionAndEnd() {
        if (decide() instanceof Admission.Now now) {
            now.pass().ended(SUCCESS, OptionalLong.of(60));
            return true;
        }
        return false;
    }

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(DecisionBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
