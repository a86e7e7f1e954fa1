package dev.alize.doctor;

import dev.alize.diagnosis.Severity;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
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
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/:=@%+,-]+");

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
                        .map(Report::quoted)
                        .toList();
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
