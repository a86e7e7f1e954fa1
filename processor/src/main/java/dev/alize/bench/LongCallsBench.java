package dev.alize.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls that take long, and many of them. First part: a backlog behind a provider of fixed latency and a bound of open
 * calls; that bound per latency is the most a gateway can answer, and the share of it that is reached counts. Second
 * part, on a rig of its own: very many calls open at once in a small heap. How often a request was called is the
 * simulator's count, and so is how many calls were open.
 */
public final class LongCallsBench {
    private static final double SHARE_OF_LIMIT = 0.95;

    private final LongCallsOptions options;
    private final Consumer<String> progress;

    /**
     * What both parts have.
     *
     * @param calledTwice calls beyond the first of each request
     */
    private record Result(
            double answeredPerSecond,
            double seconds,
            int calledTwice,
            int mostOpen,
            int missing,
            int duplicates,
            int failed,
            int threadDeaths,
            Memory memory,
            Cpu cpu) {}

    /**
     * @param progress takes sentences for people while the bench runs
     * @throws IllegalArgumentException where a process may not have enough file descriptors for that
     */
    public LongCallsBench(LongCallsOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        Descriptors.require(Math.max(options.openCalls(), options.many()));
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        RigOptions rig = options.rig().withJvm(HeapLog.OPTION);
        Result steady = measure(
                rig.with("max_open_calls", Integer.toString(options.openCalls())),
                Ledger.of("steady", options.openCalls() * options.rounds()),
                options.latency());
        Result many = measure(
                rig.with("max_open_calls", Integer.toString(options.many()))
                        .withJvm("-Xmx%dm".formatted(options.heapMib())),
                Ledger.of("many", options.many()),
                options.manyLatency());
        return report(steady, many);
    }

    private Result measure(RigOptions rigOptions, Ledger ledger, Duration latency) throws InterruptedException {
        progress.accept("Starting broker, registry, simulator and processor");
        try (Rig rig = Rig.start(rigOptions);
                Driver driver = new Driver(rig.endpoints());
                SimulatorAdmin simulator = new SimulatorAdmin(rig.endpoints().providerUrl())) {
            simulator.behave("{\"latency\": \"%dms\"}".formatted(latency.toMillis()));
            progress.accept("Sending %,d requests of %.1f s".formatted(ledger.requests(), latency.toMillis() / 1e3));
            byte[][] requests = driver.prepare(ledger, Driver.PROMPT);
            Cpu before = rig.cpu();
            Start start = Start.now();
            var unused = driver.burst(ledger, requests);
            Cpu used = rig.cpu().since(before);
            rig.processors().forEach(Processor::requireAlive);
            Memory memory = Memory.of(rig.processors().getFirst(), start);
            rig.stopProcessors();
            driver.readToEnd();
            Result result = result(ledger, driver, simulator, start, memory, used, rig.threadDeaths());
            rig.keepIf(!isCorrect(result), progress);
            return result;
        }
    }

    private Result result(
            Ledger ledger,
            Driver driver,
            SimulatorAdmin simulator,
            Start start,
            Memory memory,
            Cpu used,
            int threadDeaths)
            throws InterruptedException {
        long[] arrivals = ledger.arrivals();
        return new Result(
                ledger.run().equals("steady") ? Report.rounded(SteadyRate.of(arrivals, options)) : Double.NaN,
                arrivals.length == 0
                        ? Double.NaN
                        : Report.rounded((arrivals[arrivals.length - 1] - start.nanos()) / 1e9),
                simulator.calls(ledger).extra(),
                simulator.mostOpen(),
                driver.missing(),
                driver.duplicates(),
                driver.failed(ledger),
                threadDeaths,
                memory,
                used);
    }

    private static boolean isCorrect(Result result) {
        return result.calledTwice() + result.missing() + result.duplicates() + result.failed() == 0;
    }

    private Report report(Result steady, Result many) {
        double share = Report.rounded(steady.answeredPerSecond() / options.limit());
        int calledTwice = steady.calledTwice() + many.calledTwice();
        int missing = steady.missing() + many.missing();
        int duplicates = steady.duplicates() + many.duplicates();
        int failed = steady.failed() + many.failed();
        int threadDeaths = steady.threadDeaths() + many.threadDeaths();
        List<Bar> bars = List.of(
                Bar.figure("answered per second, steady part", steady.answeredPerSecond()),
                Bar.atLeast("share of the limit", share, SHARE_OF_LIMIT),
                Bar.mustBeAtMost("calls beyond the first of a request", calledTwice, 0),
                Bar.atLeast("most calls open at once, second part", many.mostOpen(), options.many()),
                Bar.figure("seconds until all of those were answered", many.seconds()),
                Bar.atMost(
                        "heap after a collection, highest, MiB", many.memory().heapPeak(), options.heapMib()),
                Bar.mustBeAtMost("missing", missing, 0),
                Bar.mustBeAtMost("duplicates", duplicates, 0),
                Bar.mustBeAtMost("failed", failed, 0),
                Bar.mustBeAtMost("stream threads that died", threadDeaths, 0));
        Cpu cpu = steady.cpu().plus(many.cpu());
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("share_of_limit", Report.orNull(share));
        json.put("called_twice", calledTwice);
        json.put("answered_per_second", Report.orNull(steady.answeredPerSecond()));
        json.put("most_open", many.mostOpen());
        json.put("many_seconds", Report.orNull(many.seconds()));
        many.memory().describe(json);
        json.put("missing", missing);
        json.put("duplicates", duplicates);
        json.put("failed", failed);
        json.put("thread_deaths", threadDeaths);
        options.describe(json);
        json.put("cpu_seconds", cpu.seconds());
        String method =
                "%,d requests of 1 KiB at once, provider latency %d ms, %,d open calls: answers per second after %d rounds and before the last of %d, over open calls per latency. Then %,d calls of %d ms at once with a heap of %d MiB. CPU: both parts."
                        .formatted(
                                options.openCalls() * options.rounds(),
                                options.latency().toMillis(),
                                options.openCalls(),
                                options.warmUpRounds(),
                                options.rounds(),
                                options.many(),
                                options.manyLatency().toMillis(),
                                options.heapMib());
        return new Report(method, cpu.seconds(), bars, List.of(many.memory().note()), json);
    }
}
