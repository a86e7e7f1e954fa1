package dev.alize.cli;

import dev.alize.bench.ChaosBench;
import dev.alize.bench.ChaosOptions;
import dev.alize.bench.RigOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench chaos}. */
@Command(
        name = "chaos",
        description =
                "What kill -9 of processors does to requests: missing, twice, called again, and how long it takes.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every request got exactly one response, and only calls that a kill cut off were repeated",
            "1:otherwise, or a part failed"
        },
        mixinStandardHelpOptions = true)
final class BenchChaos implements Callable<Integer> {
    private static final int SEEDS = 1_000_000;

    @Option(names = "--instances", defaultValue = "3", description = "Processors (${DEFAULT-VALUE}).")
    private int instances;

    @Option(names = "--kills", defaultValue = "12", description = "How many (${DEFAULT-VALUE}).")
    private int kills;

    @Option(names = "--calls", defaultValue = "5000", description = "Requests during the kills (${DEFAULT-VALUE}).")
    private int calls;

    @Option(
            names = "--latency",
            defaultValue = "2s",
            description = "Of the provider (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration latency = Duration.ZERO;

    @Option(
            names = "--spacing",
            description = "Mean time between two kills (10s; with one instance 20s, with a full window 30s).",
            converter = DurationConverter.class)
    private @Nullable Duration spacing;

    @Option(names = "--full-window", description = "Fill the idempotency window of each processor before.")
    private boolean fullWindow;

    @Option(
            names = "--idempotency-entries",
            defaultValue = "1000000",
            description = "Size of that window (${DEFAULT-VALUE}).")
    private int windowEntries;

    @Option(
            names = "--broker-kills",
            description = "How many brokers are killed, one at a time (1; none with one broker).")
    private @Nullable Integer brokerKills;

    @Option(
            names = "--broker-down",
            defaultValue = "20s",
            description = "How long each of them is dead before it is started again (${DEFAULT-VALUE}).",
            converter = DurationConverter.class)
    private Duration brokerDown = Duration.ZERO;

    @Option(names = "--seed", description = "Of times and victims; without it a random one, which is printed.")
    private @Nullable Long seed;

    @Option(
            names = "--export-trail",
            paramLabel = "FILE",
            description = "Chain and seal the audit trail, and write it to this file after the kills, for"
                    + " `alize audit verify` and `alize bench tamper`.")
    private @Nullable Path trail;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        ChaosOptions options = flags.checked(this::options);
        return flags.show(new ChaosBench(options, flags::progress).run());
    }

    private ChaosOptions options() {
        RigOptions rig =
                trail == null ? flags.rig(instances) : flags.rig(instances).immutable();
        return new ChaosOptions(
                calls,
                kills,
                latency,
                spacing == null ? usualSpacing() : spacing,
                fullWindow,
                windowEntries,
                brokerKills == null ? usualBrokerKills(rig) : brokerKills,
                brokerDown,
                seed == null ? new Random().nextInt(SEEDS) : seed,
                trail,
                rig);
    }

    private static int usualBrokerKills(RigOptions rig) {
        return rig.brokers() == 1 ? 0 : 1;
    }

    /** Long enough for most first answers: three instances share the kills. */
    private Duration usualSpacing() {
        if (fullWindow) {
            return Duration.ofSeconds(30);
        }
        return Duration.ofSeconds(instances == 1 ? 20 : 10);
    }
}
