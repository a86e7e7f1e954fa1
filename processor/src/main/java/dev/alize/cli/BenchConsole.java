package dev.alize.cli;

import dev.alize.bench.ConsoleBench;
import dev.alize.bench.ConsoleOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench console}. */
@Command(
        name = "console",
        description =
                "The console of a processor with a long audit trail behind it: how fast it answers, how soon it shows"
                        + " an answered request, and its memory under traffic.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every request got exactly one response", "1:one did not, or a part failed"},
        mixinStandardHelpOptions = true)
final class BenchConsole implements Callable<Integer> {
    @Option(
            names = "--events",
            defaultValue = "1000000",
            description = "Of the audit trail, about so many (${DEFAULT-VALUE}).")
    private long events;

    @Option(names = "--rate", defaultValue = "50", description = "Requests per second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--time",
            defaultValue = "5m",
            description = "Of the traffic (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration time = Duration.ZERO;

    @Option(names = "--clients", defaultValue = "3", description = "Open pages (${DEFAULT-VALUE}).")
    private int clients;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        ConsoleOptions options = flags.checked(() -> new ConsoleOptions(events, rate, time, clients, flags.rig(1)));
        return flags.show(new ConsoleBench(options, flags::progress).run());
    }
}
