package dev.alize.doctor;

import dev.alize.diagnosis.Severity;
import dev.alize.diagnosis.Shell;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All findings of a triage.
 *
 * @param at when it began
 * @param ms how long it took
 * @param configuration version of what was looked at
 * @param flags words that give another command the same configuration
 */
public record Report(Instant at, long ms, String configuration, List<String> flags, List<Finding> findings) {

    public Report {
        flags = List.copyOf(flags);
        findings = List.copyOf(findings);
    }

    /** The worst; null where all is well. */
    public @Nullable Severity severity() {
        return Verdict.of(findings);
    }

    /** The command line of a remedy, as a shell takes it; empty where a person has to do it. */
    public String commandLine(Remedy remedy) {
        return String.join(" ", words(remedy));
    }

    /** Its words, quoted for a shell. */
    List<String> words(Remedy remedy) {
        return remedy.command().isEmpty()
                ? List.of()
                : Stream.of(List.of("alize"), remedy.command(), flags)
                        .flatMap(List::stream)
                        .map(Shell::quoted)
                        .toList();
    }
}
