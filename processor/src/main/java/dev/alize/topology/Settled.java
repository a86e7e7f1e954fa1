package dev.alize.topology;

import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.CompletionResponse;

/**
 * What an attempt comes to, made on a thread of the provider so that the stream thread has only to write it.
 *
 * @param encoded the response, encoded and within the size bound
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Settled(CompletionResponse response, byte[] encoded, AuditAttempt attempt) {
    /** Bytes that the result holds until it is settled, about. */
    public long size() {
        return 2L * encoded.length + 512;
    }
}
