package dev.alize.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionRequest;
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
 * @param text what the user says
 * @param system what the model is told before
 * @param model nothing leaves it to the route
 * @param deadline when the answer is no longer of use
 */
public record Prompt(
        String requestId,
        String tenant,
        String text,
        Optional<String> system,
        Optional<String> model,
        Optional<Instant> deadline) {

    CompletionRequest toRequest() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        model.ifPresent(name -> body.put("model", name));
        ArrayNode messages = body.putArray("messages");
        system.ifPresent(said -> messages.addObject().put("role", "system").put("content", said));
        messages.addObject().put("role", "user").put("content", text);
        CompletionRequest request = CompletionRequest.newBuilder()
                .setRequestId(requestId)
                .setTenant(tenant)
                .setMessages(List.of())
                .setParameters(Parameters.newBuilder().build())
                .setPriority(Priority.INTERACTIVE)
                .setDeadline(deadline.orElse(null))
                .build();
        return ChatJson.readRequest(body, request);
    }
}
