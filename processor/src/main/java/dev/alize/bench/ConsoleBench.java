package dev.alize.bench;

import dev.alize.trail.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The console with a long audit trail behind it: how fast it answers, how soon it shows that a request was answered, and
 * how much memory its processor uses while pages are open. Collections are forced at times, so that levels of the heap are
 * what is in use.
 */
public final class ConsoleBench {
    private static final Duration TRAIL = Duration.ofMinutes(90);
    private static final Duration STEADY = Duration.ofSeconds(10);
    private static final Duration BOOKS = Duration.ofMinutes(10);
    /** Outcomes are of the last hour: later the trail's own leave it, and the sum says nothing any more. */
    private static final Duration COMPARED = Duration.ofMinutes(30);

    private static final int LOOKS = 100;
    private static final int QUARTERS = 4;
    private static final int COLLECTIONS = 40;
    private static final double ANSWER_MS = 1_000;
    private static final double UPDATE_SECONDS = 2;
    private static final double GROWTH = 1.25;

    private final ConsoleOptions options;
    private final Consumer<String> progress;

    /** @param progress takes sentences for people while the bench runs */
    public ConsoleBench(ConsoleOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting broker, registry, simulator and processor");
        RigOptions rigOptions = options.rig().withJvm(HeapLog.OPTION);
        try (Rig rig = Rig.start(rigOptions);
                Driver driver = new Driver(rig.endpoints());
                ConsoleProbe probe =
                        new ConsoleProbe(rig.processors().getFirst().console())) {
            long written = writeTrail(rig, rigOptions, probe);
            Percentiles page = looks(probe, "/", ConsoleProbe.Got::firstMs);
            Percentiles state = looks(probe, "/api/state", ConsoleProbe.Got::wholeMs);
            probe.follow(options.clients());
            Report report = traffic(rig, driver, probe, new Looked(written, page, state));
            rig.keepIf(!report.isCorrect(), progress);
            return report;
        }
    }

    /**
     * Requests as the console tells them.
     *
     * @param shown in the outcomes of the last hour
     * @param summed in usage, over all hours
     */
    private record Counted(long shown, long summed) {}

    private record Looked(long written, Percentiles page, Percentiles state) {}

    private long writeTrail(Rig rig, RigOptions rigOptions, ConsoleProbe probe) throws InterruptedException {
        progress.accept("Writing %,d audit events".formatted(options.events()));
        Instant to = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(5));
        long written = rig.writeTrail(rigOptions, new Window(to.minus(TRAIL), to), options.events());
        progress.accept("Waiting for the books to add them up");
        long begun = System.nanoTime();
        long changed = begun;
        long counted = -1;
        while (System.nanoTime() - changed < STEADY.toNanos() || counted == 0) {
            long now = probe.counted();
            if (now != counted) {
                counted = now;
                changed = System.nanoTime();
            }
            if (System.nanoTime() - begun > BOOKS.toNanos()) {
                throw new IllegalStateException("the books have not added the trail up within 10 minutes");
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        progress.accept("They know of %,d requests".formatted(counted));
        return written;
    }

    private static Percentiles looks(
            ConsoleProbe probe, String path, java.util.function.ToDoubleFunction<ConsoleProbe.Got> time) {
        double[] times = new double[LOOKS];
        Arrays.setAll(times, i -> time.applyAsDouble(probe.get(path)));
        return Percentiles.of(times);
    }

    private Report traffic(Rig rig, Driver driver, ConsoleProbe probe, Looked looked) throws InterruptedException {
        progress.accept("Sending %,d requests in %d s with %d pages open"
                .formatted(options.requests(), options.time().toSeconds(), options.clients()));
        Processor processor = rig.processors().getFirst();
        Ledger ledger = Ledger.counting("console", options.requests());
        driver.expect(ledger);
        Counted base = new Counted(probe.answered(), probe.counted());
        Start start = Start.now();
        Cpu before = rig.cpu();
        ScheduledExecutorService collector = Executors.newSingleThreadScheduledExecutor();
        long every = Math.max(5, options.time().toSeconds() / COLLECTIONS);
        collector.scheduleAtFixedRate(() -> collect(processor), every, every, TimeUnit.SECONDS);
        try {
            new OpenLoop(driver, System.nanoTime(), TimeUnit.SECONDS.toNanos(1) / options.rate())
                    .send(ledger, i -> driver.messages().request(ledger, i, Driver.TRIVIAL));
            driver.awaitAll(ledger);
        } finally {
            collector.shutdownNow();
        }
        Cpu used = rig.cpu().since(before);
        long end = System.currentTimeMillis();
        TimeUnit.MILLISECONDS.sleep(STEADY.toMillis());
        double[] delays = delays(ledger.arrivals(), probe.samples(), base.shown());
        Counted more = new Counted(probe.answered() - base.shown(), probe.counted() - base.summed());
        processor.requireAlive();
        Memory memory = Memory.of(processor, start);
        double[] floors = HeapLog.of(processor).floors(start.epochMillis(), end, QUARTERS);
        rig.stopProcessors();
        driver.readToEnd();
        return report(looked, delays, more, memory, floors, used, driver);
    }

    /** A full collection, where the JDK has the tool to ask for one. */
    private static void collect(Processor processor) {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            new ProcessBuilder(tool.toString(), Long.toString(processor.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // Then the levels are upper bounds.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Seconds from each answer to the first event whose sum has room for it; infinite where none has. Negative where the sum
     * was ahead of the answers: then something was counted that was not answered.
     */
    static double[] delays(long[] arrivals, List<ConsoleProbe.Sample> samples, long base) {
        List<Double> delays = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < arrivals.length && arrivals[i] - arrivals[0] < COMPARED.toNanos(); i++) {
            while (next < samples.size() && samples.get(next).answered() - base <= i) {
                next++;
            }
            delays.add(
                    next == samples.size()
                            ? Double.POSITIVE_INFINITY
                            : (samples.get(next).nanos() - arrivals[i]) / 1e9);
        }
        return delays.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Of the outcomes those of the trail leave the last hour in a long run: then their sum says nothing. */
    private List<Bar> counts(Counted more) {
        double shown = Math.abs(more.shown() - options.requests());
        String what = "requests shown too many or too few, of the last hour";
        return List.of(
                options.time().compareTo(COMPARED) < 0 ? Bar.mustBeAtMost(what, shown, 0) : Bar.figure(what, shown),
                Bar.mustBeAtMost(
                        "requests counted too many or too few in usage",
                        Math.abs(more.summed() - options.requests()),
                        0));
    }

    private Report report(
            Looked looked, double[] delays, Counted more, Memory memory, double[] floors, Cpu used, Driver driver) {
        Percentiles update = Percentiles.of(delays);
        double growth = Report.rounded(floors[QUARTERS - 1] / floors[1]);
        List<Bar> bars = new ArrayList<>(List.of(
                Bar.atMost(
                        "ms to the first byte of the page's file, 99 %",
                        looked.page().at(99), ANSWER_MS),
                Bar.atMost("ms to the whole state, 99 %", looked.state().at(99), ANSWER_MS),
                Bar.figure("seconds from an answer to its event, median", update.median()),
                Bar.atMost("seconds from an answer to its event, 99 %", update.at(99), UPDATE_SECONDS),
                Bar.figure("seconds from an answer to its event, longest", update.max()),
                Bar.atMost("lowest heap: last quarter over second quarter", growth, GROWTH),
                Bar.figure("heap after a collection, highest, MiB", memory.heapPeak()),
                Bar.figure("resident memory, highest, MiB", memory.residentPeak()),
                Bar.mustBeAtMost("missing", driver.missing(), 0),
                Bar.mustBeAtMost("duplicates", driver.duplicates(), 0)));
        bars.addAll(counts(more));
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("trail_events", looked.written());
        json.put("page_first_byte_ms_p50", Report.rounded(looked.page().median()));
        json.put("page_first_byte_ms_p99", Report.rounded(looked.page().at(99)));
        json.put("state_ms_p50", Report.rounded(looked.state().median()));
        json.put("state_ms_p99", Report.rounded(looked.state().at(99)));
        json.put("requests_shown", more.shown());
        json.put("requests_counted", more.summed());
        json.put("update_seconds_p50", Report.rounded(update.median()));
        json.put("update_seconds_p99", Report.rounded(update.at(99)));
        json.put("update_seconds_max", Report.rounded(update.max()));
        json.put(
                "heap_floors_mb", Arrays.stream(floors).mapToObj(Report::orNull).toList());
        json.put("heap_growth", Report.orNull(growth));
        memory.describe(json);
        json.put("missing", driver.missing());
        json.put("duplicates", driver.duplicates());
        options.describe(json);
        json.put("cpu_seconds", used.seconds());
        String method =
                "%,d audit events behind the console, then %d requests per second for %d s with %d pages open; each look on a connection of its own; an answer counts as shown when the outcomes of an event include it."
                        .formatted(
                                looked.written(), options.rate(), options.time().toSeconds(), options.clients());
        String each = "Lowest level after a collection in each quarter of the run, MiB: " + Arrays.toString(floors);
        return new Report(method, used.seconds(), bars, List.of(memory.note(), each), json);
    }
}
