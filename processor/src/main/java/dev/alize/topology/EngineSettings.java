package dev.alize.topology;

import dev.alize.policies.Chains;
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
 * @param maxAge how long after it came to dispatch a request is answered as expired
 * @param maxHeldPerKey requests held for one ordering key from which on its partition is not read
 * @param chains the policies
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
        Duration maxAge,
        int maxHeldPerKey,
        Chains chains,
        BooleanSupplier cautious) {
    /** Most bytes of a record's key and headers, together; what is more is refused and left behind. */
    public static final int MAX_KEY_AND_HEADERS = 32 * 1024;
    /** Room beside key and headers: a dead letter's error, Kafka's own framing. */
    private static final int MARGIN = 32 * 1024;

    /** Largest value that is ever produced: a request or response with a dead letter's error, in bytes. */
    public int largestValue() {
        return Math.max(maxRequestBytes, maxResponseBytes) + MARGIN / 2;
    }

    /** Largest record that is ever produced, key, headers and framing included, in bytes. */
    public int largestRecord() {
        return Math.max(maxRequestBytes, maxResponseBytes) + MARGIN + MAX_KEY_AND_HEADERS;
    }
}
