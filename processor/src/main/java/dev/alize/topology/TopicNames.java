package dev.alize.topology;

import org.jspecify.annotations.Nullable;

/**
 * The topics that the topology reads and writes. All have the same number of partitions.
 *
 * @param requests CompletionRequest, in
 * @param interactive CompletionRequest, in, before those of {@code requests}; null where there is no such topic
 * @param cancels Cancellation, in
 * @param retries RetryTicket, out and in
 * @param fallbacks FallbackTicket, out and in
 * @param responses CompletionResponse, out: exactly one per request
 * @param chunks CompletionChunk, out: of streamed answers
 * @param deadLetters DeadLetter or the raw bytes of an undecodable record, out
 * @param audit AuditEvent, out
 * @param checkpoints AuditCheckpoint, out
 * @param erasures Erasure, in
 * @param cache CachedAnswer, out; read by each instance as a whole, outside of the topology
 * @param budgetClaims BudgetClaim, out
 * @param budgets BudgetGrant, in
 */
public record TopicNames(
        String requests,
        @Nullable String interactive,
        String cancels,
        String retries,
        String fallbacks,
        String responses,
        String chunks,
        String deadLetters,
        String audit,
        String checkpoints,
        String erasures,
        String cache,
        String budgetClaims,
        String budgets) {

    /** The topics that requests come from. */
    String[] sourcesOfRequests() {
        return interactive == null ? new String[] {requests} : new String[] {interactive, requests};
    }
}
