package dev.alize.routing;

import dev.alize.domain.Outcome;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Router.Admission;
import dev.alize.domain.Router.Routing;
import dev.alize.domain.Strategy;
import java.util.OptionalLong;
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

/** What one decision costs: a route among three targets, the admission of a call, and its end. At most 5 µs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PassBenchmark {
    @Param({"FALLBACK", "LATENCY", "WEIGHTED_ROUND_ROBIN"})
    private String strategy = Strategy.FALLBACK.name();

    private final Outcome success = Desk.success(100);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private TargetRouter router = router(Strategy.FALLBACK);

    @Setup
    public void build() {
        router = router(Strategy.valueOf(strategy));
    }

    private TargetRouter router(Strategy chosen) {
        FakeQuota quota = new FakeQuota();
        return new TargetRouter(
                Desk.rules(chosen, Desk.targets("a", "b", "c")),
                new Surroundings(
                        System::nanoTime,
                        () -> ThreadLocalRandom.current().nextDouble(),
                        timer,
                        ProcessEvents.NONE,
                        group -> quota));
    }

    @TearDown
    public void stop() {
        timer.shutdownNow();
    }

    @Benchmark
    public boolean routeAdmitAndEnd() {
        if (router.route(Desk.ANY) instanceof Routing.Along along
                && router.admit(along.route(), Desk.ANY, System.nanoTime()) instanceof Admission.Now now) {
            now.pass().ended(success, OptionalLong.of(30));
            return true;
        }
        throw new IllegalStateException("a target with quota let no call begin");
    }

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(PassBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
