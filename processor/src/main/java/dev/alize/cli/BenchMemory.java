package dev.alize.cli;

import dev.alize.bench.MemoryBench;
import dev.alize.bench.MemoryOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench memory}. */
@Command(
        name = "memory",
        description = "The heap of a processor while large requests wait behind a slow provider.",
        footer = {
            "",
            "The processor gets max_open_bytes of a sixteenth of its heap, because that bound counts requests as they"
                    + " are in their topic, and an open one is in memory several times. --processing"
                    + " max_open_bytes=... decides otherwise."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every request got exactly one response", "1:one did not, or a part failed"},
        mixinStandardHelpOptions = true)
final class BenchMemory implements Callable<Integer> {
    @Option(names = "--requests", defaultValue = "10000", description = "How many (${DEFAULT-VALUE}).")
    private int requests;

    @Option(names = "--characters", defaultValue = "102400", description = "Of each prompt (${DEFAULT-VALUE}).")
    private int characters;

    @Option(
            names = "--latency",
            defaultValue = "1s",
            description = "Of the provider (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration latency = Duration.ZERO;

    @Option(names = "--heap-mb", defaultValue = "256", description = "Heap of the processor, MiB (${DEFAULT-VALUE}).")
    private int heapMib;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        MemoryOptions options =
                flags.checked(() -> new MemoryOptions(requests, characters, latency, heapMib, flags.rig(1)));
        return flags.show(new MemoryBench(options, flags::progress).run());
    }
}
