package dev.alize.topology;

import dev.alize.domain.Identity;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.DeadLetter;
import java.util.Optional;

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

    CompletionRequest request(byte[] value) throws CodecException;

    Cancellation cancellation(byte[] value) throws CodecException;

    /** The identity of a damaged request, where it can still be read. */
    Optional<Identity> identity(byte[] value);

    byte[] encode(CompletionResponse response);

    byte[] encode(AuditEvent event);

    byte[] encode(DeadLetter deadLetter);

    byte[] encode(CompletionChunk chunk);

    /** The JSON body of a call, as the request's endpoint wants it. */
    byte[] body(CompletionRequest request, String model);

    /** Reads the JSON body of an answer into a response. */
    void readCompletion(byte[] body, CompletionResponse into) throws CodecException;
}
