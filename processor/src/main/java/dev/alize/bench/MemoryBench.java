package dev.alize.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A backlog of large requests behind a slow provider, and a processor with a small heap: Kafka must keep what waits.
 * Flat is a heap whose lowest level after a collection is about the same in the last quarter of the run as in the second,
 * when all requests are there already and the processor is warm; see {@link HeapLog}.
 */
public final class MemoryBench {
    private static final double GROWTH = 1.25;
    private static final int QUARTERS = 4;

    private final MemoryOptions options;
    private final Consumer<String> progress;

    /** @param progress takes sentences for people while the bench runs */
    public MemoryBench(MemoryOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting broker, registry, simulator and processor");
        RigOptions rigOptions = options.rig().withJvm(HeapLog.OPTION).withJvm("-Xmx%dm".formatted(options.heapMib()));
        try (Rig rig = Rig.start(rigOptions);
                Driver driver = new Driver(rig.endpoints());
                SimulatorAdmin simulator = new SimulatorAdmin(rig.endpoints().providerUrl())) {
            simulator.behave(
                    "{\"latency\": \"%dms\"}".formatted(options.latency().toMillis()));
            Ledger ledger = Ledger.of("memory", options.requests());
            Cpu before = rig.cpu();
            Start start = Start.now();
            send(driver, ledger);
            driver.awaitAll(ledger);
            Cpu used = rig.cpu().since(before);
            long end = System.currentTimeMillis();
            Processor processor = rig.processors().getFirst();
            processor.requireAlive();
            Memory memory = Memory.of(processor, start);
            double[] floors = HeapLog.of(processor).floors(start.epochMillis(), end, QUARTERS);
            rig.stopProcessors();
            driver.readToEnd();
            double seconds = Report.rounded((end - start.epochMillis()) / 1e3);
            Report report = report(memory, floors, seconds, used, driver, driver.failed(ledger), rig.threadDeaths());
            rig.keepIf(!report.isCorrect(), progress);
            return report;
        }
    }

    /** As fast as Kafka takes them; all of them together would not fit into this process, either. */
    private void send(Driver driver, Ledger ledger) {
        progress.accept("Sending %,d requests of %,d characters".formatted(ledger.requests(), options.characters()));
        driver.expect(ledger);
        for (int i = 0; i < ledger.requests(); i++) {
            driver.send(ledger, i, driver.messages().request(ledger, i, options.characters()));
        }
        driver.flush();
        progress.accept("All are written, of which %,d are answered; waiting for the others"
                .formatted(ledger.requests() - ledger.missing()));
    }

    private Report report(
            Memory memory, double[] floors, double seconds, Cpu used, Driver driver, int failed, int threadDeaths) {
        double growth = Report.rounded(floors[QUARTERS - 1] / floors[1]);
        List<Bar> bars = List.of(
                Bar.atMost("heap after a collection, highest, MiB", memory.heapPeak(), options.heapMib()),
                Bar.atMost("lowest of those: last quarter over second quarter", growth, GROWTH),
                Bar.figure("resident memory, highest, MiB", memory.residentPeak()),
                Bar.figure("seconds", seconds),
                Bar.mustBeAtMost("missing", driver.missing(), 0),
                Bar.mustBeAtMost("duplicates", driver.duplicates(), 0),
                Bar.mustBeAtMost("failed", failed, 0),
                Bar.mustBeAtMost("stream threads that died", threadDeaths, 0));
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        memory.describe(json);
        json.put(
                "heap_floors_mb", Arrays.stream(floors).mapToObj(Report::orNull).toList());
        json.put("heap_growth", Report.orNull(growth));
        json.put("missing", driver.missing());
        json.put("duplicates", driver.duplicates());
        json.put("failed", failed);
        json.put("thread_deaths", threadDeaths);
        json.put("seconds", seconds);
        options.describe(json);
        json.put("cpu_seconds", used.seconds());
        String method =
                "%,d requests of %,d characters as fast as Kafka takes them, provider latency %d ms; processor with a heap of %d MiB and max_open_bytes %s."
                        .formatted(
                                options.requests(),
                                options.characters(),
                                options.latency().toMillis(),
                                options.heapMib(),
                                options.rig().processing().get("max_open_bytes"));
        String each = "Lowest level after a collection in each quarter of the run, MiB: " + Arrays.toString(floors);
        return new Report(method, used.seconds(), bars, List.of(memory.note(), each), json);
    }
}
