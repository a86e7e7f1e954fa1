package dev.alize.cli;

import dev.alize.bench.QuotaBench;
import dev.alize.bench.QuotaOptions;
import dev.alize.bench.QuotaOptions.Event;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench quota}. */
@Command(
        name = "quota",
        description = "How much of a provider's sliding windows is used while more work waits than they allow.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every request got exactly one response, and work waited until the end",
            "1:otherwise, or a part failed",
            "2:a flag is out of range"
        },
        mixinStandardHelpOptions = true)
final class BenchQuota implements Callable<Integer> {
    @Option(names = "--instances", defaultValue = "1", description = "Processors (${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--rate",
            defaultValue = "50",
            description = "Requests per second that the provider allows (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--window",
            description = "True length of the windows (20s; with an event 30s; 10s to be learned).",
            converter = DurationConverter.class)
    private @Nullable Duration window;

    @Option(names = "--windows", description = "How many are measured; the first does not count (7; with an event 3).")
    private @Nullable Integer windows;

    @Option(
            names = "--event",
            defaultValue = "none",
            description = "What happens to the instances in the middle: none, add or kill (${DEFAULT-VALUE}).",
            converter = EventConverter.class)
    private Event event = Event.NONE;

    @Option(names = "--hot-keys", description = "Send four of five requests to one partition.")
    private boolean hotKeys;

    @Option(names = "--learned", description = "Configure no limits: they are learned from the headers.")
    private boolean learned;

    @Option(
            names = "--token-room",
            defaultValue = "1.2",
            description = "Tokens that it allows, relative to what so many requests cost on average: below 1 tokens are"
                    + " the tighter limit, above it requests (${DEFAULT-VALUE}).")
    private double tokenRoom;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        return flags.show(new QuotaBench(flags.checked(this::options), flags::progress).run());
    }

    private QuotaOptions options() {
        boolean calm = event == Event.NONE;
        Duration usual = Duration.ofSeconds(learned ? 10 : calm ? 20 : 30);
        return new QuotaOptions(
                rate,
                window == null ? usual : window,
                windows == null ? (calm ? 7 : 3) : windows,
                event,
                hotKeys,
                learned,
                tokenRoom,
                flags.rig(instances));
    }
}
