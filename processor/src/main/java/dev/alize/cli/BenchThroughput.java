package dev.alize.cli;

import dev.alize.bench.ThroughputBench;
import dev.alize.bench.ThroughputOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench throughput}. */
@Command(
        name = "throughput",
        description = "How many requests a processor answers where the provider takes no time.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every request got exactly one response", "1:one did not, or a part failed"},
        mixinStandardHelpOptions = true)
final class BenchThroughput implements Callable<Integer> {
    @Option(names = "--requests", defaultValue = "40000", description = "Of each run (${DEFAULT-VALUE}).")
    private int requests;

    @Option(names = "--warm-up", defaultValue = "20000", description = "Before the first run (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--runs", defaultValue = "3", description = "Of which the median counts (${DEFAULT-VALUE}).")
    private int runs;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        ThroughputOptions options = new ThroughputOptions(requests, warmUp, runs, flags.rig(1));
        return flags.show(new ThroughputBench(options, flags::progress).run());
    }
}
