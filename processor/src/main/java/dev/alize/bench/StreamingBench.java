package dev.alize.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How old a delta is when a reader of committed chunks has it: from the time the simulator puts into it just before it
 * is sent, to the return of the poll that brings it, by one clock. Streams begin one after the other on a schedule, so
 * that the same number is always open; every one of them is compared with its response. The second part, on a rig of its
 * own, has very many.
 */
public final class StreamingBench {
    private static final double P50_MS = 40;
    private static final double P99_MS = 150;
    private static final double MANY_P50_MS = 250;
    private static final double SENT = 0.95;
    /** From the start of the loop to the first stream. */
    private static final long LEAD_NANOS = 500_000_000;

    private final StreamingOptions options;
    private final Consumer<String> progress;

    /**
     * What both parts have.
     *
     * @param ages of the deltas that count, in milliseconds; null where there are none
     */
    private record Result(
            @Nullable Percentiles ages,
            int measured,
            int deltas,
            int chunks,
            int mostOpen,
            StreamLedger.Verdict verdict,
            int missing,
            int duplicates,
            int threadDeaths,
            Cpu cpu) {
        double at(double percent) {
            return ages == null ? Double.NaN : Report.rounded(ages.at(percent));
        }

        boolean isCorrect() {
            return verdict.isClean() && missing + duplicates + threadDeaths == 0;
        }

        double deltasPerChunk() {
            return Report.rounded((double) deltas / chunks);
        }
    }

    /**
     * @param progress takes sentences for people while the bench runs
     * @throws IllegalArgumentException where a process may not have enough file descriptors for that
     */
    public StreamingBench(StreamingOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        Descriptors.require(Math.max(options.streams(), options.many()));
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        Result few = measure("few", options.streams());
        Result many = measure("many", options.many());
        return report(few, many);
    }

    private Result measure(String run, int open) throws InterruptedException {
        progress.accept("Starting broker, registry, simulator and processor");
        Ledger ledger = Ledger.of(run, options.starts(open));
        try (Rig rig = Rig.start(options.rig());
                Driver driver = new Driver(rig.endpoints());
                SimulatorAdmin simulator = new SimulatorAdmin(rig.endpoints().providerUrl())) {
            simulator.behave(
                    "{\"answer\": {\"tokens\": %d}, \"stream\": {\"token_interval\": \"%dms\", \"stamp_deltas\": true}}"
                            .formatted(options.tokens(), options.tokenInterval().toMillis()));
            progress.accept("Starting %,d streams so that %,d are open, for %d s, of which the first %d s do not count"
                    .formatted(
                            ledger.requests(),
                            open,
                            options.warmUpSeconds() + options.seconds(),
                            options.warmUpSeconds()));
            Result result = stream(rig, driver, simulator, ledger, open);
            progress.accept("p50 %.1f ms, p99 %.1f ms".formatted(result.at(50), result.at(99)));
            rig.keepIf(!result.isCorrect(), progress);
            return result;
        }
    }

    private Result stream(Rig rig, Driver driver, SimulatorAdmin simulator, Ledger ledger, int open)
            throws InterruptedException {
        long start = System.nanoTime() + LEAD_NANOS;
        long from = WallClock.micros(start) + options.warmUpSeconds() * 1_000_000L;
        StreamLedger streams = new StreamLedger(ledger, driver.messages(), from, from + options.seconds() * 1_000_000L);
        try (TopicReader chunks = new TopicReader(rig.endpoints().bootstrapServers(), Messages.CHUNKS, streams)) {
            driver.expect(ledger);
            Cpu before = rig.cpu();
            OpenLoop loop = new OpenLoop(driver, start, options.startInterval(open));
            var unused = loop.send(ledger, i -> driver.messages().streamed(ledger, i, Driver.PROMPT));
            driver.awaitAll(ledger);
            Cpu used = rig.cpu().since(before);
            rig.processors().forEach(Processor::requireAlive);
            int mostOpen = simulator.mostOpen();
            rig.stopProcessors();
            driver.readToEnd();
            chunks.awaitEnd();
            double[] ages = streams.ages();
            return new Result(
                    ages.length == 0 ? null : Percentiles.of(ages),
                    ages.length,
                    streams.deltas(),
                    streams.chunks(),
                    mostOpen,
                    streams.verdict(i -> ledger.isAnswered(i) ? driver.response(ledger, i) : null),
                    driver.missing(),
                    driver.duplicates(),
                    rig.threadDeaths(),
                    used);
        }
    }

    private Report report(Result few, Result many) {
        int broken = few.verdict().broken() + many.verdict().broken();
        int sequences = few.verdict().missing() + many.verdict().missing();
        int again = few.verdict().duplicates() + many.verdict().duplicates();
        int differing = few.verdict().differing() + many.verdict().differing();
        List<Bar> bars = List.of(
                Bar.atMost("age of a delta, p50, ms", few.at(50), P50_MS),
                Bar.figure("age of a delta, p90, ms", few.at(90)),
                Bar.atMost("age of a delta, p99, ms", few.at(99), P99_MS),
                Bar.figure("oldest, ms", few.at(100)),
                Bar.atLeast("deltas sent, of those that were due", share(few, options.streams()), SENT),
                Bar.figure("deltas per chunk", few.deltasPerChunk()),
                Bar.atLeast("most streams open at once", few.mostOpen(), options.streams()),
                Bar.atMost("age of a delta, second part, p50, ms", many.at(50), MANY_P50_MS),
                Bar.figure("age of a delta, second part, p99, ms", many.at(99)),
                Bar.atLeast("deltas sent, of those that were due, second part", share(many, options.many()), SENT),
                Bar.figure("deltas per chunk, second part", many.deltasPerChunk()),
                Bar.atLeast("most streams open at once, second part", many.mostOpen(), options.many()),
                Bar.mustBeAtMost("streams that broke off", broken, 0),
                Bar.mustBeAtMost("missing chunks", sequences, 0),
                Bar.mustBeAtMost("chunks that came again", again, 0),
                Bar.mustBeAtMost("streams that are not what their response says", differing, 0),
                Bar.mustBeAtMost("missing responses", few.missing() + many.missing(), 0),
                Bar.mustBeAtMost("duplicate responses", few.duplicates() + many.duplicates(), 0),
                Bar.mustBeAtMost("stream threads that died", few.threadDeaths() + many.threadDeaths(), 0));
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("delta_p50_ms", Report.orNull(few.at(50)));
        json.put("delta_p99_ms", Report.orNull(few.at(99)));
        json.put("broken", broken);
        describe(few, "", json);
        json.put("sent_share", share(few, options.streams()));
        json.put("many_p50_ms", Report.orNull(many.at(50)));
        json.put("many_p99_ms", Report.orNull(many.at(99)));
        json.put("many_sent_share", share(many, options.many()));
        json.put("many_broken", many.verdict().broken());
        describe(many, "many_", json);
        json.put("missing_chunks", sequences);
        json.put("duplicate_chunks", again);
        json.put("differing", differing);
        json.put("missing", few.missing() + many.missing());
        json.put("duplicates", few.duplicates() + many.duplicates());
        json.put("thread_deaths", few.threadDeaths() + many.threadDeaths());
        options.describe(json);
        Cpu cpu = few.cpu().plus(many.cpu());
        json.put("cpu_seconds", cpu.seconds());
        String method =
                "%d streams open at a time, a delta every %d ms: from the time the provider put into it until it was read, for %d s after %d s. Then the same with %,d streams. CPU: both parts, warm-up included."
                        .formatted(
                                options.streams(),
                                options.tokenInterval().toMillis(),
                                options.seconds(),
                                options.warmUpSeconds(),
                                options.many());
        return new Report(method, cpu.seconds(), bars, List.of(cpuNote(few), cpuNote(many)), json);
    }

    /**
     * Deltas sent while that was measured, of those that so many streams have in that time. Fewer where the provider is
     * slow, or the gateway does not read: then the ages say too little.
     */
    private double share(Result result, int open) {
        return Report.rounded(result.measured() / options.due(open));
    }

    private static void describe(Result result, String prefix, SequencedMap<String, @Nullable Object> json) {
        json.put(prefix + "max_ms", Report.orNull(result.at(100)));
        json.put(prefix + "measured", result.measured());
        json.put(prefix + "deltas", result.deltas());
        json.put(prefix + "chunks", result.chunks());
        json.put(prefix + "most_open", result.mostOpen());
    }

    private static String cpuNote(Result result) {
        return "CPU seconds with up to %,d streams: %s"
                .formatted(result.mostOpen(), result.cpu().seconds());
    }
}
