package dev.alize.schemas.chat.dialect;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Message;
import dev.alize.schemas.chat.ChatFormatException;
import dev.alize.schemas.chat.ChatJson;
import java.util.List;
import java.util.Optional;

/** Requests into the body that a target understands. Pure; may be called by any thread. */
public final class Translator {
    private Translator() {}

    /**
     * The request in the words of a dialect, whatever dialect its producer used. The request itself is not changed.
     *
     * @param model the model to call, whatever the request names
     * @return empty where the dialect does not have the request's endpoint ({@link Dialect#has})
     * @throws ChatFormatException where a JSON text of the request (extra, tools, ...) is not exactly one JSON value, or
     *     a text cannot be written in UTF-8
     */
    public static Optional<Translation> translate(CompletionRequest request, String model, Dialect to) {
        if (!to.has(request.getEndpoint())) {
            return Optional.empty();
        }
        Dropped dropped = new Dropped();
        List<Message> messages = CallPairs.complete(
                to == Dialect.MISTRAL ? Untyped.typed(request.getMessages(), dropped) : request.getMessages());
        ToolCallIds ids = ToolCallIds.of(messages, to);
        CompletionRequest said = switch (to) {
            case MISTRAL ->
                request.getEndpoint() == Endpoint.FIM
                        ? MistralRequest.code(request, dropped)
                        : MistralRequest.chat(request, new MistralMessages(ids, dropped).all(messages), dropped);
            case OPENAI -> OpenAiRequest.chat(request, new OpenAiMessages(ids, dropped).all(messages), dropped);
        };
        boolean stream = Boolean.TRUE.equals(request.getStream());
        return Optional.of(new Translation(ChatJson.requestBytes(said, model, stream), dropped.names(), ids));
    }
}
