package dev.alize.cli;

import dev.alize.bench.IncidentBench;
import dev.alize.bench.IncidentOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench incidents}. */
@Command(
        name = "incidents",
        description =
                "Whether outages of providers are seen within a minute, told apart, and over soon after their end. Plays twelve of them, two of which are harmless; takes about 20 minutes.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:each outage was told right by one incident, the harmless ones by none",
            "1:otherwise, or a part failed",
            "2:a flag is out of range"
        },
        mixinStandardHelpOptions = true)
final class BenchIncidents implements Callable<Integer> {
    @Option(names = "--rate", defaultValue = "8", description = "Requests per second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--outage",
            defaultValue = "45s",
            description = "How long each outage lasts, except the harmless ones (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration outage = Duration.ZERO;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Play only these, such as key,hanging; may be repeated. An unknown name is answered with all there are.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--instances", defaultValue = "1", description = "Processors (${DEFAULT-VALUE}).")
    private int instances;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        return flags.show(new IncidentBench(flags.checked(this::options), flags::progress).run());
    }

    private IncidentOptions options() {
        return new IncidentOptions(rate, outage, only, flags.rig(instances));
    }
}
