package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.schemas.IncidentSignal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Walks the runbook's decision tree: the branch that most failures belong to. */
final class Causes {
    private Causes() {}

    /** Failures by branch. */
    static Map<Cause, Long> of(List<IncidentSignal> counts) {
        Map<Cause, Long> causes = new EnumMap<>(Cause.class);
        for (IncidentSignal bucket : counts) {
            bucket.getFailures().forEach((kind, count) -> causes.merge(Cause.of(kind), count, Long::sum));
        }
        return causes;
    }

    /** The branch of most failures, if it has at least a share of them. What nobody can explain comes last. */
    static Optional<Cause> main(List<IncidentSignal> counts, double share) {
        Map<Cause, Long> causes = of(counts);
        if (causes.size() > 1) {
            causes.remove(Cause.UNKNOWN);
        }
        long sum = causes.values().stream().mapToLong(Long::longValue).sum();
        return causes.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .filter(most -> most.getValue() >= share * sum)
                .map(Map.Entry::getKey);
    }
}
