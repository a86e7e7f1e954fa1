package dev.alize.doctor;

import dev.alize.diagnosis.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How bad all findings are together, and the exit code for it. */
public final class Verdict {
    private Verdict() {}

    /** The worst; null where all is well. */
    public static @Nullable Severity of(List<Finding> findings) {
        return findings.stream()
                .map(Finding::severity)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** 0 where all is well, 1 for P3 and P4, 3 for P2, 4 for P1; 2 is left to bad usage, as elsewhere. */
    public static int exitCode(@Nullable Severity severity) {
        return switch (severity) {
            case null -> 0;
            case P3, P4 -> 1;
            case P2 -> 3;
            case P1 -> 4;
        };
    }

    /** The worse of two, null being well. */
    static @Nullable Severity worse(@Nullable Severity one, @Nullable Severity other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    /**
     * What follows from several of them. With no target that can be called the outage is complete, whatever each of
     * them suffers from, and no other target helps. What the brokers keep from being seen is said once.
     */
    static List<Finding> together(List<Finding> findings) {
        boolean none = findings.stream().anyMatch(f -> f.area() == Area.TARGET)
                && findings.stream().filter(f -> f.area() == Area.TARGET).allMatch(Verdict::cannotBeCalled);
        Set<String> ofBrokers = findings.stream()
                .filter(f -> f.area() == Area.BROKER && f.severity() != null)
                .map(Finding::says)
                .collect(Collectors.toSet());
        return findings.stream()
                .map(f -> none && f.area() == Area.TARGET ? withoutAnother(f) : f)
                .map(f -> f.area() != Area.BROKER && ofBrokers.contains(f.says()) ? behindBrokers(f) : f)
                .toList();
    }

    private static boolean cannotBeCalled(Finding finding) {
        return finding.severity() != null && finding.severity().compareTo(Severity.P2) <= 0 && !finding.passing();
    }

    private static Finding withoutAnother(Finding finding) {
        List<Remedy> remedies = Stream.concat(
                        finding.remedies().stream().filter(remedy -> !Remedies.needsAnother(remedy)),
                        Stream.of(Remedies.pauseAll()))
                .toList();
        return new Finding(finding.area(), finding.about(), Severity.P1, finding.says(), finding.facts(), remedies);
    }

    private static Finding behindBrokers(Finding finding) {
        return new Finding(
                finding.area(),
                finding.about(),
                finding.severity(),
                "not known while the brokers do not answer",
                finding.facts(),
                finding.remedies());
    }
}
