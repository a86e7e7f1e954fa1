package dev.alize.trail.verify;

import java.util.Map;
import java.util.Optional;

/**
 * The events of an epoch that must be there, as its seals prove.
 *
 * @param first sequence
 * @param last sequence, at least {@code first}
 */
record Expected(long first, long last) {
    /** Those between a seal that is young enough and the last one that is old enough. */
    static Optional<Expected> of(Seals.Line line, Terms terms) {
        long after = Long.MAX_VALUE;
        long last = -1;
        for (Map.Entry<Long, Seals.Sealed> seal : line.seals.entrySet()) {
            if (seal.getValue().at().isBefore(terms.since())) {
                continue;
            }
            after = Math.min(after, seal.getKey());
            if (!seal.getValue().at().isAfter(terms.until())) {
                last = Math.max(last, seal.getKey());
            }
        }
        return last > after ? Optional.of(new Expected(after + 1, last)) : Optional.empty();
    }
}
