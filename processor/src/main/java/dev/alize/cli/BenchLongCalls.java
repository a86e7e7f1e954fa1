package dev.alize.cli;

import dev.alize.bench.LongCallsBench;
import dev.alize.bench.LongCallsOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench long-calls}. */
@Command(
        name = "long-calls",
        description = "How much of what its open calls allow a processor answers, and very many calls in a small heap.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every request got exactly one response, and none was called twice",
            "1:one did not or was, or a part failed",
            "2:a flag is out of range, or the machine allows too few file descriptors"
        },
        mixinStandardHelpOptions = true)
final class BenchLongCalls implements Callable<Integer> {
    @Option(names = "--open-calls", defaultValue = "2000", description = "Bound of open calls (${DEFAULT-VALUE}).")
    private int openCalls;

    @Option(
            names = "--latency",
            defaultValue = "2s",
            description = "Of the provider (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration latency = Duration.ZERO;

    @Option(
            names = "--rounds",
            defaultValue = "15",
            description = "Requests of the first part, in multiples of the open calls (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up-rounds",
            defaultValue = "4",
            description = "Of them before the steady part (${DEFAULT-VALUE}).")
    private int warmUpRounds;

    @Option(names = "--many", defaultValue = "15000", description = "Calls open in the second part (${DEFAULT-VALUE}).")
    private int many;

    @Option(
            names = "--many-latency",
            defaultValue = "20s",
            description = "Of the provider in the second part (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration manyLatency = Duration.ZERO;

    @Option(
            names = "--heap-mb",
            defaultValue = "1024",
            description = "Heap of the processor in the second part, MiB (${DEFAULT-VALUE}).")
    private int heapMib;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        return flags.show(flags.checked(() -> new LongCallsBench(options(), flags::progress))
                .run());
    }

    private LongCallsOptions options() {
        return new LongCallsOptions(openCalls, latency, rounds, warmUpRounds, many, manyLatency, heapMib, flags.rig(1));
    }
}
