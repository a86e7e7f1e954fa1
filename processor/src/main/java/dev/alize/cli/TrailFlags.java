package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.trail.FileTrail;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which trail is read, and which window of it. */
final class TrailFlags {
    /** Behind everything: the end of a window without one. */
    static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "Only since then: 2026-11-20T10:00:00Z, 2026-11-20, or 2h (ago).")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", converter = MomentConverter.class, description = "Only before then.")
    private @Nullable Instant to;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Read this file of 'alize audit export' in place of the topic.")
    private @Nullable Path input;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    private @Nullable Configuration read;

    /** Read once; throws ConfigurationException with everything that is wrong with the file. */
    Configuration read() {
        if (read == null) {
            read = configuration.read();
        }
        return read;
    }

    Window window(CommandLine commandLine) {
        return window(commandLine, Instant.EPOCH);
    }

    /** @param otherwise where to begin without {@code --from} */
    Window window(CommandLine commandLine, Instant otherwise) {
        Instant begin = from == null ? otherwise : from;
        Instant end = to == null ? NEVER : to;
        if (!begin.isBefore(end)) {
            throw new ParameterException(
                    commandLine, "--from, --to: got " + begin + " to " + end + ", expected an end after its start");
        }
        return new Window(begin, end);
    }

    /** The trail; that it is read was written down before, where that is asked for. */
    Trail open(String command, Window window, Collection<String> filters) {
        return input == null ? topic(command, window, filters) : FileTrail.open(input);
    }

    KafkaTrail topic(String command, Window window, Collection<String> filters) {
        return TrailAccess.open(read(), command, window, filters);
    }

    boolean isFile() {
        return input != null;
    }
}
