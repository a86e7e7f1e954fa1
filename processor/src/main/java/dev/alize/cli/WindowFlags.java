package dev.alize.cli;

import dev.alize.trail.Window;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which time is meant. */
final class WindowFlags {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "Its first moment: 2026-11-20T10:00:00Z, 2026-11-20, or 2h (ago).")
    @SuppressWarnings("NullAway.Init")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "The first moment after it (default: now).")
    private @Nullable Instant to;

    /** @throws ParameterException where the time is empty */
    Window window(CommandLine commandLine) {
        Instant end = to == null ? InstantSource.system().instant() : to;
        if (!from.isBefore(end)) {
            throw new ParameterException(
                    commandLine, "--from, --to: got " + from + " to " + end + ", expected an end after its start");
        }
        return new Window(from, end);
    }
}
