package dev.alize.topology;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * @param tenancy the topics that tenants have to themselves
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
        String budgets,
        Tenancy tenancy) {

    /** The topics that requests come from. */
    String[] sourcesOfRequests() {
        return Stream.concat(Stream.ofNullable(interactive), readInTurn().stream())
                .toArray(String[]::new);
    }

    /** The topics of requests that are not interactive: what is paused first, and read last. */
    public Set<String> readInTurn() {
        return Stream.concat(Stream.of(requests), tenancy.requests())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The topics that cancels come from. */
    String[] sourcesOfCancels() {
        return Stream.concat(Stream.of(cancels), tenancy.cancels()).toArray(String[]::new);
    }
}
