package dev.alize.cli;

import dev.alize.bench.StormBench;
import dev.alize.bench.StormOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench storm}. */
@Command(
        name = "storm",
        description = "What requests that fail at each attempt cost those that do not.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every healthy request was completed, and none got two responses",
            "1:otherwise, or a part failed",
            "2:a flag is out of range"
        },
        mixinStandardHelpOptions = true)
final class BenchStorm implements Callable<Integer> {
    @Option(names = "--requests", defaultValue = "10000", description = "Of each run (${DEFAULT-VALUE}).")
    private int requests;

    @Option(names = "--share", defaultValue = "0.3", description = "Of the requests that fail (${DEFAULT-VALUE}).")
    private double share;

    @Option(names = "--open-calls", defaultValue = "100", description = "Bound of open calls (${DEFAULT-VALUE}).")
    private int openCalls;

    @Option(
            names = "--latency",
            defaultValue = "200ms",
            description = "Of answers (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration latency = Duration.ZERO;

    @Option(
            names = "--failure-latency",
            description = "Of failures; without it that of answers, so that a failed call costs as much as another.",
            converter = DurationConverter.class)
    private @Nullable Duration failureLatency;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        return flags.show(new StormBench(flags.checked(this::options), flags::progress).run());
    }

    private StormOptions options() {
        return new StormOptions(
                requests, share, openCalls, latency, failureLatency == null ? latency : failureLatency, flags.rig(1));
    }
}
