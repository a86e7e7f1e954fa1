package dev.alize.cli;

import dev.alize.bench.OutageBench;
import dev.alize.bench.OutageOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench outage}. */
@Command(
        name = "outage",
        description = "What an outage of a provider does to requests at a steady rate, with a fallback and without.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every request got exactly one response, and was completed",
            "1:otherwise, or a part failed",
            "2:a flag is out of range"
        },
        mixinStandardHelpOptions = true)
final class BenchOutage implements Callable<Integer> {
    @Option(names = "--rate", defaultValue = "50", description = "Requests per second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--before",
            defaultValue = "10s",
            description = "How long requests come before the outage (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration before = Duration.ZERO;

    @Option(
            names = "--outage",
            defaultValue = "60s",
            description = "How long the provider answers with 503 (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration outage = Duration.ZERO;

    @Option(
            names = "--after",
            defaultValue = "30s",
            description = "How long requests come after it (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration after = Duration.ZERO;

    @Option(
            names = "--fallback",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Have a second provider, of another dialect (on; --no-fallback has one only).")
    private boolean fallback;

    @Option(names = "--instances", defaultValue = "1", description = "Processors (${DEFAULT-VALUE}).")
    private int instances;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        return flags.show(new OutageBench(flags.checked(this::options), flags::progress).run());
    }

    private OutageOptions options() {
        return new OutageOptions(rate, before, outage, after, fallback, flags.rig(instances));
    }
}
