package dev.alize.bench;

import dev.alize.bench.IncidentLog.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Whether outages of providers are seen soon, told apart and over soon after their end: each is played to a gateway under
 * a steady light load, and what the gateway says of it is read from the topic of incidents.
 */
public final class IncidentBench {
    private static final Duration CALM = Duration.ofSeconds(30);
    /** Counts become what is usual after five minutes. */
    private static final Duration USUAL = Duration.ofSeconds(330);

    private static final Duration OPENING = Duration.ofSeconds(60);
    private static final Duration RESOLVING = Duration.ofSeconds(150);
    /** What comes back at once would be seen by then. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int MOST_REQUESTS = 1_000_000;

    private final IncidentOptions options;
    private final Consumer<String> progress;

    /**
     * A script that was played.
     *
     * @param begun when the outage began, as {@link System#nanoTime()}
     * @param ended when it was over
     * @param seen incidents that were opened from its beginning to that of the next
     */
    record Played(OutageScript script, long begun, long ended, List<Seen> seen) {}

    /** @param progress takes sentences for people while the bench runs */
    public IncidentBench(IncidentOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting broker, registry, two simulators and %d processor(s)"
                .formatted(options.rig().processors()));
        Ledger ledger = Ledger.counting("steady", MOST_REQUESTS);
        try (Rig rig = Rig.start(options.rig());
                Driver driver = new Driver(rig.endpoints())) {
            driver.expect(ledger);
            IncidentLog log = new IncidentLog(driver.messages());
            Cpu before = rig.cpu();
            try (TopicReader reader = new TopicReader(rig.endpoints().bootstrapServers(), Messages.INCIDENTS, 1, log)) {
                List<Played> played;
                int sent;
                try (SteadyLoad load = new SteadyLoad(driver, ledger, options.interval())) {
                    played = play(rig, log, reader, System.nanoTime());
                    load.close();
                    sent = load.sent();
                }
                Cpu used = rig.cpu().since(before);
                boolean unused = ledger.await(sent, Duration.ofMinutes(2));
                rig.processors().forEach(Processor::requireAlive);
                rig.stopProcessors();
                driver.readToEnd();
                int missing = sent - (ledger.requests() - ledger.missing());
                Report report = new IncidentReport(options, played, log.opened())
                        .report(
                                used,
                                new IncidentReport.Traffic(sent, missing, driver.duplicates()),
                                rig.threadDeaths());
                rig.keepIf(!report.isCorrect(), progress);
                return report;
            }
        }
    }

    private List<Played> play(Rig rig, IncidentLog log, TopicReader reader, long start) throws InterruptedException {
        List<Played> played = new ArrayList<>();
        OpenLoop.awaitTime(start + CALM.toNanos());
        for (OutageScript script : options.scripts()) {
            if (script.needsUsual()) {
                OpenLoop.awaitTime(start + USUAL.toNanos());
            }
            rig.processors().forEach(Processor::requireAlive);
            Played one = play(script, rig, log);
            reader.check();
            played.add(one);
            progress.accept(IncidentReport.row(one));
        }
        return played;
    }

    private Played play(OutageScript script, Rig rig, IncidentLog log) throws InterruptedException {
        long begun = System.nanoTime();
        for (OutageScript.Hit hit : script.hits()) {
            if (hit.behaviour() == null) {
                rig.stopProvider(hit.provider());
            } else {
                behave(rig, hit.provider(), hit.behaviour());
            }
        }
        OpenLoop.awaitTime(begun + options.lasts(script).toNanos());
        for (OutageScript.Hit hit : script.hits()) {
            if (hit.behaviour() == null) {
                rig.startProvider(
                        hit.provider(), options.rig().providers().each().get(hit.provider()));
            } else {
                behave(rig, hit.provider(), OutageScript.WELL);
            }
        }
        long ended = System.nanoTime();
        long opened = script.expected() == null ? ended : begun;
        await(
                opened + OPENING.toNanos(),
                () -> script.expected() != null
                        && log.since(begun).size() >= script.hits().size());
        await(ended + RESOLVING.toNanos(), log::areAllResolved);
        OpenLoop.awaitTime(System.nanoTime() + AFTERWARDS.toNanos());
        return new Played(script, begun, ended, log.since(begun));
    }

    private static void behave(Rig rig, int provider, String behaviour) throws InterruptedException {
        try (SimulatorAdmin admin =
                new SimulatorAdmin(rig.endpoints().providerUrls().get(provider))) {
            admin.behave(behaviour);
        }
    }

    private static void await(long until, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean() && System.nanoTime() - until < 0) {
            OpenLoop.awaitTime(System.nanoTime() + LOOK.toNanos());
        }
    }
}
