package dev.alize.cli;

import dev.alize.bench.LatencyBench;
import dev.alize.bench.LatencyOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench latency}. */
@Command(
        name = "latency",
        description = "What a processor adds to the latency of the provider, at a steady rate.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every request got exactly one response", "1:one did not, or a part failed"},
        mixinStandardHelpOptions = true)
final class BenchLatency implements Callable<Integer> {
    @Option(names = "--rate", defaultValue = "100", description = "Requests per second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--seconds", defaultValue = "30", description = "How long is measured (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "30", description = "Seconds before that (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--median", defaultValue = "200", description = "Provider latency, in ms (${DEFAULT-VALUE}).")
    private int median;

    @Option(names = "--sigma", defaultValue = "0.5", description = "Of its logarithm (${DEFAULT-VALUE}).")
    private double sigma;

    @Option(names = "--seed", defaultValue = "1", description = "Of the provider's latencies (${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        LatencyOptions options =
                new LatencyOptions(rate, seconds, warmUp, Duration.ofMillis(median), sigma, seed, flags.rig(1));
        return flags.show(new LatencyBench(options, flags::progress).run());
    }
}
