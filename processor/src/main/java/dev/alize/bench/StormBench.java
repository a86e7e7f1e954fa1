package dev.alize.bench;

import dev.alize.schemas.Status;
import dev.alize.simulator.behaviour.Match;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What requests that fail again and again cost the others. Two runs of equally many requests, all there at the start, on
 * the same processor with a bound of open calls that is always reached: in the first nothing fails, in the second a share
 * of the requests fails at each attempt, retryably. The healthy requests of a run are those that the second would not
 * fail; their throughput counts from the start to the last of their answers. The others are not waited for: a
 * budget of retries makes that long.
 */
public final class StormBench {
    private static final double HEALTHY_SHARE = 0.85;
    private static final int WARM_UP = 2_000;
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final StormOptions options;
    private final Match match;
    private final Consumer<String> progress;

    /**
     * One run.
     *
     * @param healthy requests that do not fail
     * @param perSecond of them answered
     * @param incomplete of them not completed
     * @param waiting of the others, not answered by then
     * @param calls that the simulator received until the last of them was answered
     */
    private record Run(int healthy, double perSecond, int incomplete, int waiting, int calls) {}

    /** @param progress takes sentences for people while the bench runs */
    public StormBench(StormOptions options, Consumer<String> progress) {
        this.options = options;
        this.match = Match.requestShare(options.share());
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting broker, registry, simulator and processor");
        try (Rig rig = Rig.start(options.rig());
                Driver driver = new Driver(rig.endpoints());
                SimulatorAdmin simulator = new SimulatorAdmin(rig.endpoints().providerUrl())) {
            Ledger warm = Ledger.counting("warm", Math.min(WARM_UP, options.requests()));
            var unused = driver.burst(warm, driver.prepare(warm, Driver.TRIVIAL));
            Cpu before = rig.cpu();
            Run calm = measure(driver, simulator, Ledger.of("calm", options.requests()));
            progress.accept("Undisturbed: " + sentence(calm));
            simulator.behave(options.behaviour());
            Run storm = measure(driver, simulator, Ledger.of("storm", options.requests()));
            progress.accept("In the storm: " + sentence(storm));
            Cpu used = rig.cpu().since(before);
            rig.processors().forEach(Processor::requireAlive);
            rig.stopProcessors();
            driver.readToEnd();
            Report report = report(calm, storm, driver, rig.threadDeaths(), used);
            rig.keepIf(!report.isCorrect(), progress);
            return report;
        }
    }

    private Run measure(Driver driver, SimulatorAdmin simulator, Ledger ledger) throws InterruptedException {
        int[] healthy = IntStream.range(0, ledger.requests())
                .filter(request -> !match.meansRequest(ledger.id(request)))
                .toArray();
        byte[][] requests = driver.prepare(ledger, Driver.PROMPT);
        driver.expect(ledger);
        long start = System.nanoTime();
        for (int i = 0; i < requests.length; i++) {
            driver.send(ledger, i, requests[i]);
        }
        driver.flush();
        awaitAll(ledger, healthy);
        int calls = simulator.calls(ledger).all();
        int waiting = (int) IntStream.range(0, ledger.requests())
                .filter(request -> match.meansRequest(ledger.id(request)) && !ledger.isAnswered(request))
                .count();
        int[] answered = IntStream.of(healthy).filter(ledger::isAnswered).toArray();
        long last = IntStream.of(answered).mapToLong(ledger::arrival).max().orElse(start);
        int completed = (int) IntStream.of(answered)
                .filter(request -> driver.response(ledger, request).getStatus() == Status.COMPLETED)
                .count();
        double perSecond = Report.rounded(completed * 1e9 / (last - start));
        return new Run(healthy.length, perSecond, healthy.length - completed, waiting, calls);
    }

    /** Waits until these are answered, or nothing has come for two minutes. */
    private static void awaitAll(Ledger ledger, int... requests) throws InterruptedException {
        boolean heard = true;
        while (heard && !IntStream.of(requests).allMatch(ledger::isAnswered)) {
            heard = ledger.await(ledger.requests() - ledger.missing() + 1, SILENCE);
        }
    }

    private static String sentence(Run run) {
        return "%,d healthy requests, %,.0f of them answered per second, %,d calls"
                .formatted(run.healthy(), run.perSecond(), run.calls());
    }

    private Report report(Run calm, Run storm, Driver driver, int threadDeaths, Cpu used) {
        double share = Report.rounded(storm.perSecond() / calm.perSecond());
        List<Bar> bars = List.of(
                Bar.atLeast("throughput of the healthy, share of the undisturbed", share, HEALTHY_SHARE),
                Bar.figure("healthy answered per second, undisturbed", calm.perSecond()),
                Bar.figure("healthy answered per second, in the storm", storm.perSecond()),
                Bar.figure("calls in the storm", storm.calls()),
                Bar.mustBeAtMost("healthy requests not completed", calm.incomplete() + storm.incomplete(), 0),
                Bar.figure("failing requests not answered by then", storm.waiting()),
                Bar.mustBeAtMost("duplicates", driver.duplicates(), 0),
                Bar.mustBeAtMost("stream threads that died", threadDeaths, 0));
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("healthy_share", Report.orNull(share));
        json.put("calm_per_second", Report.orNull(calm.perSecond()));
        json.put("storm_per_second", Report.orNull(storm.perSecond()));
        json.put("healthy", storm.healthy());
        json.put("calls", storm.calls());
        json.put("incomplete", calm.incomplete() + storm.incomplete());
        json.put("waiting", storm.waiting());
        json.put("duplicates", driver.duplicates());
        json.put("thread_deaths", threadDeaths);
        options.describe(json);
        json.put("cpu_seconds", used.seconds());
        return new Report(
                method(),
                used.seconds(),
                bars,
                List.of("Undisturbed: " + sentence(calm), "In the storm: " + sentence(storm)),
                json);
    }

    private String method() {
        return "%,d requests of 1 KiB at once, %s open calls, answers after %d ms; then as many again, of which %.0f %% fail with 500 after %d ms at each attempt. CPU: both runs."
                .formatted(
                        options.requests(),
                        options.rig().processing().get("max_open_calls"),
                        options.latency().toMillis(),
                        options.share() * 100,
                        options.failureLatency().toMillis());
    }
}
