package dev.alize.client.batch;

import dev.alize.schemas.Status;

/**
 * How a run ended, the parts before an interruption included.
 *
 * @param requests requests of the file
 * @param completed answered by the provider
 * @param blocked stopped by a policy
 * @param failed given up; also those that could not be handed to Kafka and are still open
 * @param expired not answered before their deadline
 * @param cancelled ended by a cancel
 * @param open neither answered nor failed: the run was interrupted
 * @param seconds how long this part of the run took
 */
public record Summary(
        int requests, int completed, int blocked, int failed, int expired, int cancelled, int open, double seconds) {
    static Summary of(int requests, Tally tally, int undelivered, double seconds) {
        return new Summary(
                requests,
                tally.of(Status.COMPLETED),
                tally.of(Status.BLOCKED),
                tally.of(Status.FAILED) + undelivered,
                tally.of(Status.EXPIRED),
                tally.of(Status.CANCELLED),
                requests - tally.total() - undelivered,
                seconds);
    }

    /** Whether the provider answered every request. */
    public boolean allCompleted() {
        return completed == requests;
    }
}
