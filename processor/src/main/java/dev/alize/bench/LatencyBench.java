package dev.alize.bench;

import dev.alize.simulator.behaviour.Latency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway adds to the provider's latency at a moderate, steady rate. Added latency of a request: from the time
 * it was due to be sent to the time a reader of committed records saw its response, less the latency the simulated
 * provider was told to take for it. So the driver's delays, the simulator's own (its timer has whole milliseconds) and
 * the way to the provider all count as the gateway's. What the gateway itself reports ({@code times.provider_ms})
 * enters nothing but a note.
 */
public final class LatencyBench {
    private static final double P50_MS = 15;
    private static final double P99_MS = 70;
    /** From the start of the loop to the first request. */
    private static final long LEAD_NANOS = 500_000_000;

    private final LatencyOptions options;
    private final Consumer<String> progress;

    /** @param progress takes sentences for people while the bench runs */
    public LatencyBench(LatencyOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting broker, registry, simulator and processor");
        Ledger ledger = Ledger.of("latency", options.requests());
        ProviderLatencies provider = ProviderLatencies.draw(
                options.requests(), new Latency.Lognormal(options.median(), options.sigma()), options.seed());
        try (Rig rig = Rig.start(options.rig());
                Driver driver = new Driver(rig.endpoints());
                SimulatorAdmin simulator = new SimulatorAdmin(rig.endpoints().providerUrl())) {
            simulator.behave(provider.behaviour(ledger));
            progress.accept("Sending %d requests per second for %d s, of which the first %d s do not count"
                    .formatted(options.rate(), options.warmUpSeconds() + options.seconds(), options.warmUpSeconds()));
            driver.expect(ledger);
            Cpu before = rig.cpu();
            OpenLoop loop = new OpenLoop(driver, System.nanoTime() + LEAD_NANOS, 1_000_000_000L / options.rate());
            double[] late = loop.send(ledger);
            driver.awaitAll(ledger);
            Cpu used = rig.cpu().since(before);
            rig.processors().forEach(Processor::requireAlive);
            rig.stopProcessors();
            driver.readToEnd();
            Sample sample = sample(ledger, loop, provider, late, driver);
            Report report = report(sample, used, driver, driver.failed(ledger), rig.threadDeaths());
            rig.keepIf(!report.isCorrect(), progress);
            return report;
        }
    }

    /**
     * What was measured after the warm-up, in milliseconds.
     *
     * @param added by the gateway
     * @param beyond what the gateway books as the provider's, beyond what that was told to take
     * @param late how late the driver was
     */
    private record Sample(Percentiles added, Percentiles beyond, Percentiles late) {}

    private Sample sample(Ledger ledger, OpenLoop loop, ProviderLatencies provider, double[] late, Driver driver) {
        int[] counted = IntStream.range(options.warmUpRequests(), options.requests())
                .filter(ledger::isAnswered)
                .toArray();
        double[] added = new double[counted.length];
        double[] beyond = new double[counted.length];
        double[] driverLate = new double[counted.length];
        for (int i = 0; i < counted.length; i++) {
            int request = counted[i];
            int told = provider.of(request);
            added[i] = (ledger.arrival(request) - loop.due(request)) / 1e6 - told;
            beyond[i] = driver.response(ledger, request).getTimes().getProviderMs() - told;
            driverLate[i] = late[request];
        }
        return new Sample(Percentiles.of(added), Percentiles.of(beyond), Percentiles.of(driverLate));
    }

    private Report report(Sample sample, Cpu used, Driver driver, int failed, int threadDeaths) {
        double p50 = Report.rounded(sample.added().at(50));
        double p90 = Report.rounded(sample.added().at(90));
        double p99 = Report.rounded(sample.added().at(99));
        List<Bar> bars = List.of(
                Bar.atMost("added latency, p50, ms", p50, P50_MS),
                Bar.figure("added latency, p90, ms", p90),
                Bar.atMost("added latency, p99, ms", p99, P99_MS),
                Bar.figure(
                        "added latency, highest, ms",
                        Report.rounded(sample.added().max())),
                Bar.figure(
                        "of it the way to the provider, p50, ms",
                        sample.beyond().at(50)),
                Bar.figure(
                        "of it the way to the provider, p99, ms",
                        sample.beyond().at(99)),
                Bar.figure(
                        "of it the driver's own delay, p99, ms",
                        Report.rounded(sample.late().at(99))),
                Bar.mustBeAtMost("missing", driver.missing(), 0),
                Bar.mustBeAtMost("duplicates", driver.duplicates(), 0),
                Bar.mustBeAtMost("failed", failed, 0),
                Bar.mustBeAtMost("stream threads that died", threadDeaths, 0));
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("added_p50_ms", p50);
        json.put("added_p90_ms", p90);
        json.put("added_p99_ms", p99);
        json.put("added_max_ms", Report.rounded(sample.added().max()));
        json.put("way_to_provider_p50_ms", sample.beyond().at(50));
        json.put("way_to_provider_p99_ms", sample.beyond().at(99));
        json.put("driver_late_p99_ms", Report.rounded(sample.late().at(99)));
        json.put("missing", driver.missing());
        json.put("duplicates", driver.duplicates());
        json.put("failed", failed);
        json.put("thread_deaths", threadDeaths);
        json.put("rate", options.rate());
        json.put("seconds", options.seconds());
        json.put("warm_up_seconds", options.warmUpSeconds());
        json.put("seed", options.seed());
        json.put("cpu_seconds", used.seconds());
        String method =
                "%d requests per second on schedule for %d s after %d s of warm-up; provider latency lognormal around %d ms (sigma %s), seed %d. CPU: warm-up included."
                        .formatted(
                                options.rate(),
                                options.seconds(),
                                options.warmUpSeconds(),
                                options.median().toMillis(),
                                options.sigma(),
                                options.seed());
        String note =
                "Added: response seen by a reader of committed records - time the request was due - latency the simulator was told.";
        return new Report(method, used.seconds(), bars, List.of(note), json);
    }
}
