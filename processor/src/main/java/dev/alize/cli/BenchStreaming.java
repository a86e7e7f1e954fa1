package dev.alize.cli;

import dev.alize.bench.StreamingBench;
import dev.alize.bench.StreamingOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench streaming}. */
@Command(
        name = "streaming",
        description = "How soon after the provider has sent a delta a reader of committed chunks has it.",
        footer = {
            "",
            "The processor gets max_open_calls of twice the larger number of streams; --processing max_open_calls=..."
                    + " decides otherwise."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every stream was complete, without a gap or a repeat, and its text was that of its one response",
            "1:one was not, or a part failed",
            "2:a flag is out of range, or the machine allows too few file descriptors"
        },
        mixinStandardHelpOptions = true)
final class BenchStreaming implements Callable<Integer> {
    @Option(names = "--streams", defaultValue = "200", description = "Open at a time (${DEFAULT-VALUE}).")
    private int streams;

    @Option(
            names = "--many",
            defaultValue = "1000",
            description = "Streams open at a time in the second part (${DEFAULT-VALUE}).")
    private int many;

    @Option(
            names = "--token-interval",
            defaultValue = "50ms",
            description = "From one delta of a stream to the next (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration tokenInterval = Duration.ZERO;

    @Option(
            names = "--tokens",
            defaultValue = "301",
            description =
                    "Deltas of each stream (${DEFAULT-VALUE}); without a common divisor with the number of streams"
                            + " these are spread evenly over the interval.")
    private int tokens;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "Seconds from the first stream until deltas count, at least the length of a stream"
                    + " (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--seconds", defaultValue = "30", description = "How long is measured (${DEFAULT-VALUE}).")
    private int seconds;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        return flags.show(flags.checked(() -> new StreamingBench(options(), flags::progress))
                .run());
    }

    private StreamingOptions options() {
        return new StreamingOptions(streams, many, tokenInterval, tokens, warmUp, seconds, flags.rig(1));
    }
}
