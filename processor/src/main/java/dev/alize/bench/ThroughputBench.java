package dev.alize.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a processor answers when there is always work and the provider takes no time. Each run produces its
 * requests (prompts of 1,024 characters, encoded beforehand) at once and lasts from the first of them handed to the
 * producer to the last response seen by a reader of committed records, on the same processor, which a warm-up has
 * warmed. Reading the CPU clocks brackets exactly that time.
 */
public final class ThroughputBench {
    /** Bars on two quiet cores shared by all parts; the design's prototype reached 11,600 and 0.108. */
    private static final double ANSWERED_PER_SECOND = 6_000;

    private static final double CPU_SECONDS_PER_1000 = 0.18;

    private final ThroughputOptions options;
    private final Consumer<String> progress;

    /** One run. */
    record Run(double answeredPerSecond, double cpuSecondsPer1000, double seconds, Cpu cpu) {}

    /** @param progress takes sentences for people while the bench runs */
    public ThroughputBench(ThroughputOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting broker, registry, simulator and processor");
        try (Rig rig = Rig.start(options.rig());
                Driver driver = new Driver(rig.endpoints())) {
            if (options.warmUp() > 0) {
                progress.accept("Warming up with " + options.warmUp() + " requests");
                var unused = measure(rig, driver, Ledger.counting("warm", options.warmUp()));
            }
            List<Run> runs = new ArrayList<>();
            int failed = 0;
            for (int i = 1; i <= options.runs(); i++) {
                Ledger ledger = Ledger.of("run" + i, options.requests());
                Run run = measure(rig, driver, ledger);
                runs.add(run);
                progress.accept("Run %d: %s".formatted(i, sentence(run)));
                failed += driver.failed(ledger);
                ledger.forgetValues();
            }
            rig.processors().forEach(Processor::requireAlive);
            rig.stopProcessors();
            driver.readToEnd();
            Report report = report(runs, driver, failed, rig.threadDeaths());
            rig.keepIf(!report.isCorrect(), progress);
            return report;
        }
    }

    private static Run measure(Rig rig, Driver driver, Ledger ledger) throws InterruptedException {
        byte[][] requests = driver.prepare(ledger, Driver.PROMPT);
        Cpu before = rig.cpu();
        long start = driver.burst(ledger, requests);
        Cpu used = rig.cpu().since(before);
        int answered = ledger.requests() - ledger.missing();
        double seconds = answered == 0 ? Double.NaN : (ledger.lastArrival() - start) / 1e9;
        return new Run(
                Report.rounded(answered / seconds),
                Report.rounded(used.processors() * 1000 / answered),
                Report.rounded(seconds),
                used);
    }

    private static String sentence(Run run) {
        return "%,.0f answered per second, %.3f CPU seconds of the processor per 1,000"
                .formatted(run.answeredPerSecond(), run.cpuSecondsPer1000());
    }

    private Report report(List<Run> runs, Driver driver, int failed, int threadDeaths) {
        double perSecond =
                median(runs.stream().mapToDouble(Run::answeredPerSecond).toArray());
        double cpu = median(runs.stream().mapToDouble(Run::cpuSecondsPer1000).toArray());
        List<Bar> bars = List.of(
                Bar.atLeast("answered per second", perSecond, ANSWERED_PER_SECOND),
                Bar.atMost("CPU seconds of the processor per 1,000", cpu, CPU_SECONDS_PER_1000),
                Bar.mustBeAtMost("missing", driver.missing(), 0),
                Bar.mustBeAtMost("duplicates", driver.duplicates(), 0),
                Bar.mustBeAtMost("failed", failed, 0),
                Bar.mustBeAtMost("stream threads that died", threadDeaths, 0));
        Cpu all = runs.stream().map(Run::cpu).reduce(Cpu::plus).orElseThrow();
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("answered_per_second", perSecond);
        json.put("cpu_seconds_per_1000", cpu);
        json.put("missing", driver.missing());
        json.put("duplicates", driver.duplicates());
        json.put("failed", failed);
        json.put("thread_deaths", threadDeaths);
        json.put("requests", options.requests());
        json.put("warm_up", options.warmUp());
        json.put("runs", runs.stream().map(ThroughputBench::json).toList());
        json.put("cpu_seconds", all.seconds());
        String method =
                "%d runs of %,d requests of 1 KiB after %,d on the same processor, provider latency 0; medians. CPU: all runs together."
                        .formatted(runs.size(), options.requests(), options.warmUp());
        return new Report(
                method,
                all.seconds(),
                bars,
                runs.stream().map(ThroughputBench::sentence).toList(),
                json);
    }

    private static Map<String, @Nullable Object> json(Run run) {
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("answered_per_second", run.answeredPerSecond());
        json.put("cpu_seconds_per_1000", run.cpuSecondsPer1000());
        json.put("seconds", run.seconds());
        json.put("cpu_seconds", run.cpu().seconds());
        return json;
    }

    private static double median(double... values) {
        return Percentiles.of(values).median();
    }
}
