package dev.alize.bench;

import dev.alize.bench.QuotaOptions.Event;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How much of a provider's quota is used while more work waits than it allows, and how many calls it refuses. The
 * simulator enforces a window of requests and one of tokens, both sliding, and its count decides. All requests
 * are there at the start: as much as the quota allows in all windows that are measured and one more. The first window
 * does not count.
 */
public final class QuotaBench {
    private static final int WARM_SECONDS = 6;
    private static final long LOOK_NANOS = 20_000_000;
    private static final long START_NANOS = 60_000_000_000L;

    private final QuotaOptions options;
    private final Consumer<String> progress;

    /**
     * What was measured.
     *
     * @param use when the last window had ended
     * @param eventSlice in which the event was; -1 where there was none
     * @param left requests not answered then
     */
    record Measured(QuotaUse use, int eventSlice, int left) {}

    /** @param progress takes sentences for people while the bench runs */
    public QuotaBench(QuotaOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting broker, registry, simulator and %d processor(s)"
                .formatted(options.rig().processors()));
        Ledger ledger =
                options.hotKeys() ? Ledger.hot("quota", options.requests()) : Ledger.of("quota", options.requests());
        try (Rig rig = Rig.start(options.rig());
                Driver driver = new Driver(rig.endpoints());
                SimulatorAdmin simulator = new SimulatorAdmin(rig.endpoints().providerUrl())) {
            warmUp(driver, simulator);
            driver.expect(ledger);
            Cpu before = rig.cpu();
            for (int i = 0; i < ledger.requests(); i++) {
                driver.send(ledger, i, driver.messages().request(ledger, i, QuotaOptions.characters(i)));
            }
            driver.flush();
            progress.accept("Sent %,d requests; measuring %d windows of %d s"
                    .formatted(
                            ledger.requests(),
                            options.windows(),
                            options.window().toSeconds()));
            Measured measured = measure(rig, simulator, ledger);
            Cpu used = rig.cpu().since(before);
            progress.accept("Measured; %,d requests are left".formatted(measured.left()));
            driver.awaitAll(ledger);
            rig.stopProcessors();
            driver.readToEnd();
            Report report = new QuotaReport(options, measured).report(used, driver, ledger, rig.threadDeaths());
            rig.keepIf(!report.isCorrect(), progress);
            return report;
        }
    }

    /**
     * The first calls of a cold process begin late by a second or more, and so nearer to those that follow than pacing
     * can know. The provider forgets them.
     */
    private void warmUp(Driver driver, SimulatorAdmin simulator) throws InterruptedException {
        Ledger warm = Ledger.counting("warm", options.rate() * WARM_SECONDS);
        progress.accept("Warming up with %,d requests".formatted(warm.requests()));
        driver.burst(warm, driver.prepare(warm, Driver.PROMPT));
        simulator.reset();
    }

    private Measured measure(Rig rig, SimulatorAdmin simulator, Ledger ledger) throws InterruptedException {
        var unused = awaitAge(simulator, 0);
        int eventSlice = -1;
        if (options.event() != Event.NONE) {
            unused = awaitAge(simulator, options.eventMillis());
            QuotaUse then = happen(rig, simulator);
            eventSlice = then.slice(then.age());
        }
        QuotaUse use = awaitAge(simulator, options.measuredMillis());
        return new Measured(use, eventSlice, ledger.missing());
    }

    /** An addition happens when the new instance has its partitions, a kill when the process is gone. */
    private QuotaUse happen(Rig rig, SimulatorAdmin simulator) throws InterruptedException {
        List<Processor> processors = rig.processors();
        switch (options.event()) {
            case NONE -> {}
            case ADD -> {
                progress.accept("Adding an instance");
                rig.awaitReady(rig.addProcessor(options.rig()));
            }
            case KILL -> {
                progress.accept("Killing " + processors.getLast().name());
                processors.getLast().kill();
            }
        }
        return awaitAge(simulator, 0);
    }

    /** Waits until the first call is so many milliseconds old. */
    private static QuotaUse awaitAge(SimulatorAdmin simulator, long millis) throws InterruptedException {
        long end = System.nanoTime() + START_NANOS + millis * 1_000_000;
        while (true) {
            Optional<QuotaUse> use = simulator.quotaUse();
            if (use.isPresent() && use.get().age() >= millis) {
                return use.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("The provider was not called within %d s; see the processor's log"
                        .formatted(START_NANOS / 1_000_000_000));
            }
            long left = use.isPresent() ? (millis - use.get().age()) * 1_000_000 : LOOK_NANOS;
            OpenLoop.awaitTime(System.nanoTime() + left);
        }
    }
}
