package dev.alize.bench;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * What an outage of a provider does to requests that come at a steady rate. The provider answers everything, its list of
 * models included, with 503 from one moment to another; before and after that it is well.
 */
public final class OutageBench {
    private static final String OUTAGE = "{\"rules\": [{\"do\": \"refuse\", \"status\": 503, \"path\": \"*\"}]}";
    /** As it was started; a reset would forget the calls. */
    private static final String WELL = "{\"latency\": \"%s\"}".formatted(OutageOptions.LATENCY);

    private static final int UNAVAILABLE = 503;
    private static final int WARM_UP = 200;
    private static final long LEAD_NANOS = 500_000_000;

    private final OutageOptions options;
    private final Consumer<String> progress;

    /**
     * When and what.
     *
     * @param begun when the provider began to fail, as {@link System#nanoTime()}
     * @param ended when it was well again
     * @param wasted calls it answered with 503
     */
    record Outage(long begun, long ended, long wasted) {}

    /** @param progress takes sentences for people while the bench runs */
    public OutageBench(OutageOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting broker, registry, %s and %d processor(s)"
                .formatted(
                        options.fallback() ? "two simulators" : "simulator",
                        options.rig().processors()));
        Ledger ledger = Ledger.of("outage", options.requests());
        try (Rig rig = Rig.start(options.rig());
                Driver driver = new Driver(rig.endpoints());
                SimulatorAdmin primary = new SimulatorAdmin(rig.endpoints().providerUrl())) {
            Ledger warm = Ledger.counting("warm", WARM_UP);
            var unused = driver.burst(warm, driver.prepare(warm, Driver.TRIVIAL));
            primary.reset();
            driver.expect(ledger);
            Cpu before = rig.cpu();
            Outage outage = outage(driver, primary, ledger);
            Cpu used = rig.cpu().since(before);
            rig.processors().forEach(Processor::requireAlive);
            rig.stopProcessors();
            driver.readToEnd();
            Report report = new OutageReport(options, outage, ledger).report(used, driver, rig.threadDeaths());
            rig.keepIf(!report.isCorrect(), progress);
            return report;
        }
    }

    private Outage outage(Driver driver, SimulatorAdmin primary, Ledger ledger) throws InterruptedException {
        progress.accept(
                "Sending %,d requests over %d s".formatted(options.requests(), options.requests() / options.rate()));
        OpenLoop loop = new OpenLoop(driver, System.nanoTime() + LEAD_NANOS, options.interval());
        try (ExecutorService aside = Executors.newSingleThreadExecutor()) {
            Future<double[]> sent = aside.submit(() -> loop.send(ledger));
            OpenLoop.awaitTime(loop.due(0) + options.before().toNanos());
            long begun = System.nanoTime();
            primary.behave(OUTAGE);
            progress.accept("The provider is out");
            OpenLoop.awaitTime(begun + options.outage().toNanos());
            primary.behave(WELL);
            long ended = System.nanoTime();
            progress.accept("The provider is well again");
            sent.get();
            driver.awaitAll(ledger);
            return new Outage(begun, ended, primary.answers(UNAVAILABLE));
        } catch (ExecutionException e) {
            throw new IllegalStateException("Sending failed: " + e.getCause(), e);
        }
    }
}
