package dev.alize.schemas.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Between chat completion JSON and the Avro records, without loss: reading a body and writing it again gives an equal
 * JSON value (1 equals 1.0, the order of members does not count). All methods are pure and may be called by any thread.
 */
public final class ChatJson {
    private ChatJson() {}

    /**
     * Fills what a request body says: model, messages, prompt, suffix, parameters, stream and extra. Identity, endpoint,
     * deadline and the like are the caller's and stay as they are.
     *
     * @param body a JSON object, as {@link #parse} reads it
     * @param into its endpoint decides what is needed: messages (CHAT, also where the endpoint is not set) or a prompt
     *     (FIM)
     * @return {@code into}
     * @throws ChatFormatException where messages are missing, empty or no list, or a message is no object or has no
     *     role; for FIM, where the prompt is no text
     */
    public static CompletionRequest readRequest(JsonNode body, CompletionRequest into) {
        return RequestReader.read(body, into);
    }

    /**
     * The body to send to a provider's endpoint, in UTF-8. For FIM without the typed parameters that only a chat has,
     * since Mistral refuses a body with a member that it does not know.
     *
     * @param model the model to call, whatever the request names
     * @param stream whether to ask for a stream; false leaves the member out
     * @throws ChatFormatException where a JSON text of the record (extra, tools, ...) is not exactly one JSON value, or
     *     a text cannot be written in UTF-8
     */
    public static byte[] requestBytes(CompletionRequest request, String model, boolean stream) {
        return Json.write(out -> new RequestWriter(out).send(request, model, stream));
    }

    /**
     * The body as the request's producer would have written it, its own model and stream included.
     *
     * @throws ChatFormatException see {@link #requestBytes}
     */
    public static ObjectNode requestBody(CompletionRequest request) {
        return Json.object(Json.write(out -> new RequestWriter(out).copy(request)));
    }

    /**
     * Fills what a provider's answer says: model, completion_id, created, choices, usage and extra.
     *
     * @throws ChatFormatException where the bytes are not JSON (cut off, no UTF-8, more than one value), or no chat
     *     completion
     */
    public static CompletionResponse readCompletion(byte[] body, CompletionResponse into) {
        return readCompletion(parse(body), into);
    }

    /**
     * The same of a body that was parsed already.
     *
     * @throws ChatFormatException where choices are missing, empty or no list, or a choice has no message
     */
    public static CompletionResponse readCompletion(JsonNode body, CompletionResponse into) {
        return CompletionReader.read(body, into);
    }

    /**
     * The inverse of {@link #readCompletion(byte[], CompletionResponse)}.
     *
     * @throws ChatFormatException see {@link #requestBytes}
     */
    public static ObjectNode completionBody(CompletionResponse response) {
        return Json.object(completionBytes(response));
    }

    /** The same in UTF-8. */
    public static byte[] completionBytes(CompletionResponse response) {
        return Json.write(out -> new CompletionWriter(out).completion(response));
    }

    /**
     * A change of a streamed answer as a vendor would send it: {@code index}, {@code delta}, {@code finish_reason}.
     *
     * @throws ChatFormatException see {@link #requestBytes}
     */
    public static ObjectNode deltaBody(Delta delta) {
        return Json.object(Json.write(out -> new CompletionWriter(out).delta(delta)));
    }

    /**
     * One event of a streamed answer, a {@code chat.completion.chunk}, in UTF-8; its {@code finish_reason} is there also
     * where it is null.
     *
     * @param delta null for an event that only tells usage: its list of choices is empty
     * @param usage null for an event without
     * @throws ChatFormatException see {@link #requestBytes}
     */
    public static byte[] eventBytes(StreamHead head, @Nullable Delta delta, @Nullable Usage usage) {
        return Json.write(out -> new CompletionWriter(out).event(head, delta, usage));
    }

    /**
     * Reads exactly one JSON value and keeps every digit of its numbers.
     *
     * @throws ChatFormatException where the bytes are anything else
     */
    public static JsonNode parse(byte[] body) {
        return Json.parse(body);
    }
}
