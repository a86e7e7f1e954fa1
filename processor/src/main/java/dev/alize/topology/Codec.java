package dev.alize.topology;

import dev.alize.domain.Identity;
import dev.alize.domain.Target;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import dev.alize.schemas.CachedAnswer;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.Erasure;
import dev.alize.schemas.FallbackTicket;
import dev.alize.schemas.RetryTicket;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Between bytes and records, on both sides of the topology. Thread-safe; after start it does no I/O on any method.
 */
public interface Codec {
    /** Thrown for bytes that are not what they should be. The message never quotes them. */
    final class CodecException extends Exception {
        private static final long serialVersionUID = 1;

        public CodecException(String message) {
            super(message);
        }
    }

    /** @param headers of the record, which may name its schema */
    CompletionRequest request(Headers headers, byte[] value) throws CodecException;

    /** @param headers of the record, which may name its schema */
    Cancellation cancellation(Headers headers, byte[] value) throws CodecException;

    /** The identity of a damaged request, where it can still be read. */
    Optional<Identity> identity(Headers headers, byte[] value);

    /** The header that names the schema of what is encoded for a topic; empty where the bytes name it. */
    Optional<Header> schemaHeader(String topic);

    /** @param headers of the record, which may name its schema */
    Erasure erasure(Headers headers, byte[] value) throws CodecException;

    /** @param headers of the record, which may name its schema */
    RetryTicket retryTicket(Headers headers, byte[] value) throws CodecException;

    /** @param headers of the record, which may name its schema */
    FallbackTicket fallbackTicket(Headers headers, byte[] value) throws CodecException;

    byte[] encode(RetryTicket ticket);

    byte[] encode(FallbackTicket ticket);

    byte[] encode(CompletionResponse response);

    byte[] encode(AuditEvent event);

    byte[] encode(AuditCheckpoint checkpoint);

    byte[] encode(DeadLetter deadLetter);

    byte[] encode(CompletionChunk chunk);

    byte[] encode(CachedAnswer answer);

    byte[] encode(BudgetClaim claim);

    /** @param headers of the record, which may name its schema */
    BudgetGrant budgetGrant(Headers headers, byte[] value) throws CodecException;

    /** The JSON body of a call, as the request's endpoint and the target's dialect want it. */
    TranslatedBody body(CompletionRequest request, Target target);

    /** Reads the JSON body of an answer into a response. */
    void readCompletion(byte[] body, CompletionResponse into) throws CodecException;
}
