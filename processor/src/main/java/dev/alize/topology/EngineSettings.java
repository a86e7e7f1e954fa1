package dev.alize.topology;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What the stages need to know of the configuration.
 *
 * @param instance name of this instance, for audit events
 * @param configuration version (hash) of the configuration in force
 * @param idempotencyWindow how long after its answer a repeated request is recognised
 * @param idempotencyEntries most answered requests remembered per process; the oldest leave early
 * @param earlyCancelWindow how long a cancel waits for its request
 * @param maxRedispatches how often a request is dispatched again after crashes, before it fails
 * @param maxRequestBytes largest encoded row of the store, hence of a request
 * @param maxResponseBytes largest encoded response
 * @param cautious start a call only after its row is committed: for a while after an unclean stop, so that a request
 *     that kills the process is counted
 */
public record EngineSettings(
        String instance,
        String configuration,
        Duration idempotencyWindow,
        long idempotencyEntries,
        Duration earlyCancelWindow,
        int maxRedispatches,
        int maxRequestBytes,
        int maxResponseBytes,
        BooleanSupplier cautious) {
    /** Room beside the request in a dead letter or a row: error, key, headers, policy results. */
    private static final int ENVELOPE = 64 * 1024;

    /** Largest value that is ever produced, in bytes. */
    public int largestRecord() {
        return Math.max(maxRequestBytes, maxResponseBytes) + ENVELOPE;
    }
}
