package dev.alize.cli;

import dev.alize.client.letters.LetterFilter;
import dev.alize.config.Configuration;
import dev.alize.config.yaml.Suggestion;
import dev.alize.domain.FailureKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which dead letters are meant, and where they are. */
final class LetterFlags {
    private static final List<String> KINDS =
            Arrays.stream(FailureKind.values()).map(FailureKind::code).toList();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "Only these failure kinds, such as timeout; may be repeated.")
    private Set<String> kinds = Set.of();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "Only those given up since then: 2026-11-20T10:00:00Z, 2026-11-20, or 2h (ago).")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "Only those given up before then.")
    private @Nullable Instant to;

    @Option(names = "--tenant", description = "Only those of this tenant.")
    private @Nullable String tenant;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    Configuration read() {
        return configuration.read();
    }

    /** @throws ParameterException where a kind looks mistyped, or the time is empty */
    LetterFilter filter(CommandLine commandLine) {
        for (String kind : kinds) {
            if (!KINDS.contains(kind)) {
                // The set is open: a newer gateway may have written kinds that this version does not know.
                Suggestion.of(kind, KINDS).ifPresent(near -> {
                    throw new ParameterException(
                            commandLine, "--kind: no kind '" + kind + "'; did you mean '" + near + "'?");
                });
            }
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new ParameterException(commandLine, "--from, --to: got " + from + " to " + to + ", expected a time");
        }
        return new LetterFilter(kinds, from, to, tenant);
    }
}
