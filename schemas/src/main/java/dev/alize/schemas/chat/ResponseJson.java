package dev.alize.schemas.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** A response as people and scripts read it. Pure. */
public final class ResponseJson {
    private ResponseJson() {}

    /** Everything about a response; {@code body} is the vendor's completion, null unless completed. */
    public static ObjectNode of(CompletionResponse response) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("request_id", response.getRequestId())
                .put("tenant", response.getTenant())
                .put("status", code(response.getStatus()))
                .put("target", response.getTarget())
                .put("provider", response.getProvider())
                .put("model", response.getModel())
                .put("attempts", response.getAttempts())
                .put("chunks", response.getChunks())
                .put("cost", response.getCost());
        json.putObject("times")
                .put("queued_ms", response.getTimes().getQueuedMs())
                .put("provider_ms", response.getTimes().getProviderMs())
                .put("total_ms", response.getTimes().getTotalMs());
        ArrayNode policies = json.putArray("policy_results");
        response.getPolicyResults().forEach(result -> policies.add(of(result)));
        ResponseError error = response.getError();
        json.set("error", error == null ? null : of(error));
        json.set("body", response.getStatus() == Status.COMPLETED ? ChatJson.completionBody(response) : null);
        return json;
    }

    /** Everything about a chunk; {@code deltas} as a vendor would send them in {@code choices}. */
    public static ObjectNode of(CompletionChunk chunk) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("request_id", chunk.getRequestId())
                .put("tenant", chunk.getTenant())
                .put("attempt", chunk.getAttempt())
                .put("sequence", chunk.getSequence());
        ArrayNode deltas = json.putArray("deltas");
        chunk.getDeltas().forEach(delta -> deltas.add(ChatJson.deltaBody(delta)));
        ResponseError error = chunk.getError();
        json.put("last", chunk.getLast()).set("error", error == null ? null : of(error));
        return json;
    }

    /** The text by which the first answer goes on; empty where the chunk has none for it. */
    public static String text(CompletionChunk chunk) {
        return chunk.getDeltas().stream()
                .filter(delta -> delta.getIndex() == 0)
                .map(delta -> text(delta.getMessage()))
                .collect(Collectors.joining());
    }

    /** The text of the first answer; empty where it has none, such as one that only calls tools. */
    public static String text(CompletionResponse response) {
        return response.getChoices().stream()
                .findFirst()
                .map(choice -> text(choice.getMessage()))
                .orElse("");
    }

    private static String text(Message message) {
        Object content = message.getContent();
        if (content instanceof List<?> parts) {
            return parts.stream()
                    .map(part -> ((ContentPart) part).getText())
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining());
        }
        return content == null ? "" : content.toString();
    }

    private static ObjectNode of(PolicyResult result) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("policy", result.getPolicy())
                .put("verdict", result.getVerdict())
                .put("reason", result.getReason())
                .put("score", result.getScore());
    }

    private static ObjectNode of(ResponseError error) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", error.getKind())
                .put("blame", error.getBlame())
                .put("code", error.getCode())
                .put("message", error.getMessage())
                .put("retryable", error.getRetryable())
                .put("http_status", error.getHttpStatus());
    }

    private static String code(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
