package dev.alize.bench;

import dev.alize.bench.KillPlan.Kill;
import dev.alize.bench.Witness.Ownership;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * What {@code kill -9} does. Processors with one application id, a state directory each and static membership answer
 * requests that come at a steady rate from a provider that takes its time; at random moments a random one is killed and
 * started again at once on its state. Of several brokers one is killed, too, and started again later. When all requests
 * are answered, or nothing has come for two minutes, the processors are stopped, and everything committed is read.
 *
 * <p>Extra calls are the simulator's calls of a request beyond the first. They are held against the calls open at the
 * kills: over all kills, the requests whose partition the dead instance owned, for which the simulator had received a
 * call that no earlier kill had cut off, and whose response had not committed (see {@link Cuts}). All this is looked up
 * between the death and the restart, which takes some milliseconds, or seconds while a broker is dead; the ownership
 * just before the death. The first answer of a restart is the first response that the new process wrote, by the audit
 * event beside it, when a reader of committed records sees it; the clock starts just before the process does.
 */
public final class ChaosBench {
    private static final int WARM_UP = 2_000;
    private static final int WINDOW_BURST = 50_000;
    private static final long LEAD_NANOS = 500_000_000;

    private final ChaosOptions options;
    private final Consumer<String> progress;

    /** @param progress takes sentences for people while the bench runs */
    public ChaosBench(ChaosOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting %d broker(s), registry, simulator and %d processors; seed %d"
                .formatted(options.rig().brokers(), options.rig().processors(), options.seed()));
        RigOptions rigOptions = options.rig().with("idempotency_entries", Integer.toString(options.windowEntries()));
        try (Rig rig = Rig.start(rigOptions);
                Driver driver = new Driver(rig.endpoints());
                SimulatorAdmin simulator = new SimulatorAdmin(rig.endpoints().providerUrl());
                Witness witness = new Witness(rig.endpoints(), driver.messages())) {
            burst(driver, Ledger.counting("warm", WARM_UP));
            if (options.fullWindow()) {
                fillWindows(driver);
            }
            simulator.reset();
            simulator.behave(
                    "{\"latency\": \"%dms\"}".formatted(options.latency().toMillis()));
            Cpu before = rig.cpu();
            Ledger ledger = Ledger.of("chaos", options.calls());
            Deaths deaths = havoc(new Scene(rig, driver, simulator, witness), ledger);
            Cpu used = rig.cpu().since(before);
            rig.stopProcessors();
            driver.readToEnd();
            witness.readToEnd();
            exportTrail(rig);
            Report report = new ChaosReport(options, ledger, deaths, simulator.calls(ledger), witness.audit())
                    .report(used, driver, rig.threadDeaths());
            rig.keepIf(!report.isCorrect(), progress);
            return report;
        }
    }

    private void exportTrail(Rig rig) throws InterruptedException {
        Path file = options.trail();
        if (file != null) {
            var written = rig.exportTrail(options.rig(), file);
            progress.accept("Exported %,d audit events and %,d checkpoints to %s"
                    .formatted(written.records(), written.checkpoints(), file));
        }
    }

    /** Of instances and of brokers, in order of time. */
    record Deaths(List<Death> instances, List<BrokerDeath> brokers) {}

    private record Scene(Rig rig, Driver driver, SimulatorAdmin simulator, Witness witness) {}

    private void fillWindows(Driver driver) throws InterruptedException {
        int left = options.windowEntries() * options.rig().processors();
        for (int burst = 1; left > 0; burst++) {
            int size = Math.min(left, WINDOW_BURST);
            burst(driver, Ledger.counting("window" + burst, size));
            left -= size;
            progress.accept("Filling the idempotency window: %,d requests to go".formatted(left));
        }
    }

    private static void burst(Driver driver, Ledger ledger) throws InterruptedException {
        var unused = driver.burst(ledger, driver.prepare(ledger, Driver.TRIVIAL));
    }

    private Deaths havoc(Scene scene, Ledger ledger) throws InterruptedException {
        KillPlan plan = KillPlan.draw(options);
        progress.accept("Sending %,d requests over %d s, killing instances %d times and brokers %d times"
                .formatted(options.calls(), plan.length().toSeconds(), options.kills(), options.brokerKills()));
        scene.driver().expect(ledger);
        OpenLoop loop = new OpenLoop(scene.driver(), System.nanoTime() + LEAD_NANOS, plan.interval(options.calls()));
        BrokerHavoc brokerHavoc = new BrokerHavoc(
                BrokerPlan.draw(options, plan.length()),
                scene.rig().brokers(),
                loop.due(0),
                options.brokerDown(),
                progress);
        try (ExecutorService aside = Executors.newFixedThreadPool(2)) {
            Future<double[]> sent = aside.submit(() -> loop.send(ledger));
            Future<List<BrokerDeath>> brokerDeaths = aside.submit(brokerHavoc);
            List<Death> deaths = new ArrayList<>();
            for (Kill kill : plan.kills()) {
                OpenLoop.awaitTime(loop.due(0) + kill.after().toNanos());
                deaths.add(kill(scene, kill.victim(), ledger));
                progress.accept("Kill %d of %d: %s, which owned %s; %,d answered so far"
                        .formatted(
                                deaths.size(),
                                options.kills(),
                                deaths.getLast().instance(),
                                deaths.getLast().owned(),
                                ledger.requests() - ledger.missing()));
            }
            sent.get();
            Deaths all = new Deaths(deaths, brokerDeaths.get());
            scene.driver().awaitAll(ledger);
            scene.rig().processors().forEach(Processor::requireAlive);
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Sending, or killing brokers, failed: " + e.getCause(), e);
        }
    }

    private static Death kill(Scene scene, int victim, Ledger ledger) throws InterruptedException {
        scene.rig().processors().forEach(Processor::requireAlive);
        Processor processor = scene.rig().processors().get(victim);
        Ownership ownership = scene.witness().owned(processor.name());
        processor.kill();
        long killed = System.nanoTime();
        Map<Integer, Long> committed = scene.witness().committed();
        Calls calls = scene.simulator().calls(ledger);
        return new Death(
                processor.name(),
                killed,
                ownership.partitions(),
                ownership.source(),
                committed,
                calls,
                processor.restart());
    }
}
