package dev.alize.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Priority;
import dev.alize.schemas.chat.ChatJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One question to a model.
 *
 * @param requestId unique within the tenant, 1 to 256 characters
 * @param tenant on whose account it runs, 1 to 256 characters
 * @param question what is asked
 * @param model nothing leaves it to the route
 * @param delivery how it is delivered
 */
public record Prompt(String requestId, String tenant, Question question, Optional<String> model, Delivery delivery) {

    /** What is asked, by endpoint. */
    public sealed interface Question {}

    /**
     * A conversation.
     *
     * @param text what the user says
     * @param system what the model is told before
     */
    public record Chat(String text, Optional<String> system) implements Question {}

    /**
     * A gap in code.
     *
     * @param prefix the code before it
     * @param suffix the code after it
     */
    public record Gap(String prefix, Optional<String> suffix) implements Question {}

    /**
     * How a question is delivered.
     *
     * @param priority how urgent it is
     * @param deadline when the answer is no longer of use
     * @param orderingKey questions with the same one are asked one after the other
     * @param subject whom the question is about, by a name that only the producer can lead back
     * @param stream whether the answer is published as it comes
     */
    public record Delivery(
            Priority priority,
            Optional<Instant> deadline,
            Optional<String> orderingKey,
            Optional<String> subject,
            boolean stream) {
        /** Somebody waits for the whole answer. */
        public static final Delivery INTERACTIVE =
                new Delivery(Priority.INTERACTIVE, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    CompletionRequest toRequest() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        model.ifPresent(name -> body.put("model", name));
        if (delivery.stream()) {
            body.put("stream", true);
        }
        CompletionRequest request = CompletionRequest.newBuilder()
                .setRequestId(requestId)
                .setTenant(tenant)
                .setEndpoint(ask(body))
                .setMessages(List.of())
                .setParameters(Parameters.newBuilder().build())
                .setPriority(delivery.priority())
                .setDeadline(delivery.deadline().orElse(null))
                .setOrderingKey(delivery.orderingKey().orElse(null))
                .setSubject(delivery.subject().orElse(null))
                .build();
        return ChatJson.readRequest(body, request);
    }

    private Endpoint ask(ObjectNode body) {
        return switch (question) {
            case Chat chat -> {
                ArrayNode messages = body.putArray("messages");
                chat.system()
                        .ifPresent(said ->
                                messages.addObject().put("role", "system").put("content", said));
                messages.addObject().put("role", "user").put("content", chat.text());
                yield Endpoint.CHAT;
            }
            case Gap gap -> {
                body.put("prompt", gap.prefix());
                gap.suffix().ifPresent(code -> body.put("suffix", code));
                yield Endpoint.FIM;
            }
        };
    }
}
