package dev.alize.cli;

import dev.alize.bench.StallBench;
import dev.alize.bench.StallOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench stall}. */
@Command(
        name = "stall",
        description = "How soon cancels are handled beside a backlog of requests, with the intake closed and open.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every cancel was handled, and every request got exactly one response",
            "1:one was not or did not, or a part failed",
            "2:a flag is out of range, or the machine allows too few file descriptors"
        },
        mixinStandardHelpOptions = true)
final class BenchStall implements Callable<Integer> {
    @Option(names = "--backlog", defaultValue = "100000", description = "Requests (${DEFAULT-VALUE}).")
    private int backlog;

    @Option(
            names = "--cancels",
            defaultValue = "50",
            description = "With the intake closed, and again with it open; an even number (${DEFAULT-VALUE}).")
    private int cancels;

    @Option(names = "--rate", defaultValue = "5", description = "Cancels per second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--latency",
            defaultValue = "25s",
            description = "Of the provider while the intake is closed; longer than writing the backlog and the cancels"
                    + " take (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration latency = Duration.ZERO;

    @Option(
            names = "--warm-up",
            defaultValue = "20000",
            description = "Requests answered before that (${DEFAULT-VALUE}).")
    private int warmUp;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        return flags.show(
                flags.checked(() -> new StallBench(options(), flags::progress)).run());
    }

    private StallOptions options() {
        return new StallOptions(backlog, cancels, rate, latency, warmUp, flags.rig(1));
    }
}
