package dev.alize.bench;

import dev.alize.schemas.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a backlog of requests delays cancels: first with the intake closed, behind a provider so slow that the bound
 * of open calls is reached, then with the intake open, while the backlog is worked off. Half of the cancels are for open
 * calls, which the provider does not answer for a minute; half for requests at the end of the backlog, which are not
 * read yet. A cancel is handled when a reader of committed audit events has its event.
 */
public final class StallBench {
    private static final double LIMIT_MS = 250;
    /** Of the calls that are to be cancelled; the target's timeout is 60 s. */
    private static final int HELD_MS = 55_000;

    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final Duration FILLING = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);
    /** What a cancel that came in time finds: it alone decides how the request ends. */
    private static final Set<String> IN_TIME = Set.of("early", "held", "waiting", "open");

    /** Of the cancels, so many may come after the answer; with more the bench has not measured what it says. */
    private static final double LATE = 0.1;

    private final StallOptions options;
    private final Consumer<String> progress;

    /**
     * What came of the requests.
     *
     * @param uncancelled requests that were cancelled in time and have another response, or were called although their
     *     cancel came first
     */
    private record Aftermath(int missing, int duplicates, int failed, int uncancelled, int threadDeaths) {}

    /** @param progress takes sentences for people while the bench runs */
    public StallBench(StallOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        Descriptors.require(options.openCalls());
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting broker, registry, simulator and processor");
        Ledger ledger = Ledger.of("stall", options.backlog());
        try (Rig rig = Rig.start(options.rig());
                Driver driver = new Driver(rig.endpoints());
                Cancels cancels = new Cancels(rig.endpoints(), driver.messages());
                SimulatorAdmin simulator = new SimulatorAdmin(rig.endpoints().providerUrl())) {
            warmUp(driver, cancels);
            simulator.reset();
            Cpu before = rig.cpu();
            fill(driver, simulator, ledger);
            Cancels.Outcome closed = cancels.send(ledger, targets(0), options.interval());
            progress.accept("Intake closed: " + sentence(closed));
            simulator.behave("{}");
            boolean unused = ledger.await(options.openCalls(), SILENCE);
            Cancels.Outcome open = cancels.send(ledger, targets(1), options.interval());
            progress.accept("Intake open: " + sentence(open));
            driver.awaitAll(ledger);
            Cpu used = rig.cpu().since(before);
            rig.processors().forEach(Processor::requireAlive);
            rig.stopProcessors();
            driver.readToEnd();
            Report report = report(closed, open, aftermath(rig, driver, cancels, simulator, ledger), used);
            rig.keepIf(!report.isCorrect(), progress);
            return report;
        }
    }

    /** Requests, and cancels of some that are answered. */
    private void warmUp(Driver driver, Cancels cancels) throws InterruptedException {
        if (options.warmUp() == 0) {
            return;
        }
        progress.accept("Warming up with " + options.warmUp() + " requests");
        Ledger ledger = Ledger.counting("warm", options.warmUp());
        driver.burst(ledger, driver.prepare(ledger, Driver.PROMPT));
        int[] some = IntStream.range(0, Math.min(options.cancels(), options.warmUp()))
                .toArray();
        var unused = cancels.send(ledger, some, options.interval() / 4);
    }

    /**
     * Writes those that are to be cancelled while they are open, and once they are, the backlog; then waits until the
     * bound of open calls is reached. All at once, and one partition alone might have filled that bound.
     */
    private void fill(Driver driver, SimulatorAdmin simulator, Ledger ledger) throws InterruptedException {
        simulator.behave(behaviour(ledger));
        byte[][] requests = driver.prepare(ledger, Driver.PROMPT);
        progress.accept("Sending %,d requests of %.1f s"
                .formatted(requests.length, options.latency().toMillis() / 1e3));
        driver.expect(ledger);
        send(driver, ledger, requests, 0, options.cancels());
        awaitOpen(simulator, options.cancels());
        send(driver, ledger, requests, options.cancels(), requests.length);
        awaitOpen(simulator, Math.min(options.openCalls(), requests.length));
    }

    private static void send(Driver driver, Ledger ledger, byte[][] requests, int from, int to) {
        for (int i = from; i < to; i++) {
            driver.send(ledger, i, requests[i]);
        }
        driver.flush();
    }

    private static void awaitOpen(SimulatorAdmin simulator, int calls) throws InterruptedException {
        long end = System.nanoTime() + FILLING.toNanos();
        while (simulator.mostOpen() < calls) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("%d calls were open after %d s, expected %d"
                        .formatted(simulator.mostOpen(), FILLING.toSeconds(), calls));
            }
            OpenLoop.awaitTime(System.nanoTime() + LOOK.toNanos());
        }
    }

    /** The first are those to be cancelled while they are open. */
    private String behaviour(Ledger ledger) {
        int[] latencies =
                IntStream.range(0, options.cancels()).map(request -> HELD_MS).toArray();
        return ProviderLatencies.of(latencies)
                .behaviour(ledger, options.latency().toMillis());
    }

    /** Requests to be cancelled, of the start and of the end of the backlog by turns. */
    private int[] targets(int phase) {
        int half = options.cancels() / 2;
        return IntStream.range(phase * half, (phase + 1) * half)
                .flatMap(i -> IntStream.of(i, options.backlog() - 1 - i))
                .toArray();
    }

    private Aftermath aftermath(Rig rig, Driver driver, Cancels cancels, SimulatorAdmin simulator, Ledger ledger)
            throws InterruptedException {
        Calls calls = simulator.calls(ledger);
        int cancelled = 0;
        int uncancelled = 0;
        for (int request : IntStream.concat(IntStream.of(targets(0)), IntStream.of(targets(1)))
                .toArray()) {
            String found = cancels.found(ledger, request);
            if (ledger.isAnswered(request) && IN_TIME.contains(found)) {
                boolean inVain = found.equals("early") && calls.of(request) > 0;
                boolean isCancelled = driver.response(ledger, request).getStatus() == Status.CANCELLED;
                cancelled += isCancelled ? 1 : 0;
                uncancelled += isCancelled && !inVain ? 0 : 1;
            }
        }
        return new Aftermath(
                driver.missing(),
                driver.duplicates(),
                driver.failed(ledger) - cancelled,
                uncancelled,
                rig.threadDeaths());
    }

    private static int late(Cancels.Outcome outcome) {
        return outcome.found().entrySet().stream()
                .filter(found -> !IN_TIME.contains(found.getKey()))
                .mapToInt(found -> found.getValue())
                .sum();
    }

    private static String sentence(Cancels.Outcome outcome) {
        return "cancels handled in %.1f ms (median), %.1f ms (longest); found %s; %,d requests not answered by the end"
                .formatted(outcome.at(50), outcome.at(100), outcome.found(), outcome.backlog());
    }

    private Report report(Cancels.Outcome closed, Cancels.Outcome open, Aftermath aftermath, Cpu used) {
        int missing = closed.missing() + open.missing() + aftermath.missing();
        List<Bar> bars = List.of(
                Bar.figure("cancels, intake closed, p50, ms", closed.at(50)),
                Bar.atMost("cancels, intake closed, longest, ms", closed.at(100), LIMIT_MS),
                Bar.figure("cancels, intake open, p50, ms", open.at(50)),
                Bar.atMost("cancels, intake open, longest, ms", open.at(100), LIMIT_MS),
                new Bar("requests left at the last of them", open.backlog(), 1, true, true),
                Bar.mustBeAtMost("cancels that came too late", late(closed) + late(open), options.cancels() * 2 * LATE),
                Bar.mustBeAtMost("cancels not handled, or responses missing", missing, 0),
                Bar.mustBeAtMost("duplicates", aftermath.duplicates(), 0),
                Bar.mustBeAtMost("failed", aftermath.failed(), 0),
                Bar.mustBeAtMost("cancelled in time, and not cancelled", aftermath.uncancelled(), 0),
                Bar.mustBeAtMost("stream threads that died", aftermath.threadDeaths(), 0));
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("open_max_ms", Report.orNull(open.at(100)));
        json.put("closed_max_ms", Report.orNull(closed.at(100)));
        json.put("open_p50_ms", Report.orNull(open.at(50)));
        json.put("closed_p50_ms", Report.orNull(closed.at(50)));
        json.put("missing", missing);
        json.put("duplicates", aftermath.duplicates());
        json.put("failed", aftermath.failed());
        json.put("uncancelled", aftermath.uncancelled());
        json.put("thread_deaths", aftermath.threadDeaths());
        json.put("open_found", open.found());
        json.put("closed_found", closed.found());
        json.put("open_backlog", open.backlog());
        json.put("closed_backlog", closed.backlog());
        json.put("max_open_calls", options.openCalls());
        options.describe(json);
        json.put("cpu_seconds", used.seconds());
        String method =
                "A backlog of %,d requests of 1 KiB and %,d open calls; %d cancels at %d per second while the provider takes %.1f s (intake closed), and again while it takes no time (intake open): from the time each was due to be sent until its audit event was read. CPU: backlog and cancels."
                        .formatted(
                                options.backlog(),
                                options.openCalls(),
                                options.cancels(),
                                options.rate(),
                                options.latency().toMillis() / 1e3);
        return new Report(
                method,
                used.seconds(),
                bars,
                List.of("Intake closed: " + sentence(closed), "Intake open: " + sentence(open)),
                json);
    }
}
