package dev.alize.client.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.Endpoint;

/** A valid line of an input file. */
sealed interface InputLine {
    /** The caller's name for the request, unique within the file, at least one character. */
    String customId();

    /**
     * A completion to ask for.
     *
     * @param endpoint whose form the body has
     * @param body of the vendor's request
     */
    record Completion(String customId, Endpoint endpoint, JsonNode body) implements InputLine {}

    /**
     * A request that this version does not serve; its answer is an error.
     *
     * @param code of the error, such as {@code unsupported_url}
     * @param message of the error
     */
    record Unserved(String customId, String code, String message) implements InputLine {}
}
