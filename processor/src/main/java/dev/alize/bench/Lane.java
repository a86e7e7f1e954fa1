package dev.alize.bench;

import dev.alize.schemas.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One processor whose throughput is measured, on a broker of its own, with what its runs gave. Lanes whose runs take
 * turns can be compared on a machine whose speed changes. Confined to the bench's thread.
 */
final class Lane implements AutoCloseable {
    private final String name;
    private final Rig rig;
    private final Driver driver;
    private final List<Run> runs = new ArrayList<>();
    private int failed;
    private int blocked;

    /** One run. */
    record Run(double answeredPerSecond, double cpuSecondsPer1000, double seconds, Cpu cpu) {
        String sentence() {
            return "%,.0f answered per second, %.3f CPU seconds of the processor per 1,000"
                    .formatted(answeredPerSecond, cpuSecondsPer1000);
        }
    }

    private Lane(String name, Rig rig, Driver driver) {
        this.name = name;
        this.rig = rig;
        this.driver = driver;
    }

    /**
     * @param name of the lane, for people; empty where there is only one
     * @param texts what prompts are made of; empty: random letters
     */
    static Lane open(String name, RigOptions options, List<String> texts) throws InterruptedException {
        Rig rig = Rig.start(options);
        String registry = rig.endpoints().registryUrl();
        Messages messages = texts.isEmpty() ? new Messages(registry) : new Messages(registry, texts);
        return new Lane(name, rig, new Driver(rig.endpoints(), messages));
    }

    String name() {
        return name;
    }

    void warmUp(int requests) throws InterruptedException {
        if (requests > 0) {
            var unused = measure(Ledger.counting("warm", requests));
        }
    }

    /** Runs once more. */
    Run run(int requests) throws InterruptedException {
        Ledger ledger = Ledger.of("run" + (runs.size() + 1), requests);
        Run run = measure(ledger);
        runs.add(run);
        int refused = driver.count(ledger, Status.BLOCKED);
        blocked += refused;
        failed += driver.failed(ledger) - refused;
        ledger.forgetValues();
        return run;
    }

    private Run measure(Ledger ledger) throws InterruptedException {
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

    /** After this no response can come any more. */
    void finish() throws InterruptedException {
        rig.processors().forEach(Processor::requireAlive);
        rig.stopProcessors();
        driver.readToEnd();
    }

    List<Run> runs() {
        return List.copyOf(runs);
    }

    double answeredPerSecond() {
        return median(runs.stream().mapToDouble(Run::answeredPerSecond).toArray());
    }

    double cpuSecondsPer1000() {
        return median(runs.stream().mapToDouble(Run::cpuSecondsPer1000).toArray());
    }

    private static double median(double... values) {
        return Percentiles.of(values).median();
    }

    Cpu cpu() {
        return runs.stream().map(Run::cpu).reduce(Cpu::plus).orElseThrow();
    }

    int missing() {
        return driver.missing();
    }

    int duplicates() {
        return driver.duplicates();
    }

    /** Neither completed nor blocked. */
    int failed() {
        return failed;
    }

    /** By a policy. */
    int blocked() {
        return blocked;
    }

    int threadDeaths() {
        return rig.threadDeaths();
    }

    /** State and logs stay where something went wrong. */
    void keepIf(boolean wrong, Consumer<String> progress) {
        rig.keepIf(wrong, progress);
    }

    @Override
    public void close() {
        driver.close();
        rig.close();
    }
}
