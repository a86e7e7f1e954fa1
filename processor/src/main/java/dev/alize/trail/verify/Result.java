package dev.alize.trail.verify;

import java.util.List;
import java.util.Map;

/**
 * What verifying gave.
 *
 * @param records that were read
 * @param unchained of them, those in no chain; before the first chain of a partition they are no finding
 * @param checkpoints that are genuine
 * @param findings the first 1,000
 * @param counts of all findings, by kind
 * @param chains all that were seen, by partition, name and epoch
 */
public record Result(
        long records,
        long unchained,
        long checkpoints,
        List<Finding> findings,
        Map<Finding.Kind, Long> counts,
        List<ChainEnd> chains) {
    public boolean isUntouched() {
        return counts.isEmpty();
    }

    /** Whether the window says anything: events that are all in no chain could be anybody's. */
    public boolean isProven() {
        return records == 0 || !chains.isEmpty() || !isUntouched();
    }

    /** Events that no checkpoint seals yet. */
    public long unsealed() {
        return chains.stream().mapToLong(ChainEnd::unsealed).sum();
    }
}
