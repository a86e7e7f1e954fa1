package dev.alize.connect.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import dev.alize.schemas.chat.ChatJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a receiver is sent.
 *
 * @param id the same whenever this response is posted, also after a crash; no other response has it
 * @param body JSON in UTF-8
 */
record Event(String id, String tenant, byte[] body) {
    private static final int ID_BYTES = 16;

    static Event of(CompletionResponse response) {
        String id = id(response);
        return new Event(id, response.getTenant(), json(id, response).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Of the request's identity: one response has it. */
    private static String id(CompletionResponse response) {
        String identity = response.getTenant() + "\n" + response.getRequestId() + "\n" + response.getRedrive();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return "evt_" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }

    /** The members of the gateway's own batch output, with the producer's notes and the event's id. */
    private static ObjectNode json(String id, CompletionResponse response) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("event_id", id)
                .put("request_id", response.getRequestId())
                .put("tenant", response.getTenant())
                .put("redrive", response.getRedrive())
                .put("status", response.getStatus().name().toLowerCase(Locale.ROOT))
                .put("target", response.getTarget())
                .put("provider", response.getProvider())
                .put("model", response.getModel())
                .put("attempts", response.getAttempts())
                .put("chunks", response.getChunks())
                .put("cost", response.getCost())
                .put("cached", response.getCached())
                .put("degraded", response.getDegraded());
        json.putObject("times")
                .put("queued_ms", response.getTimes().getQueuedMs())
                .put("provider_ms", response.getTimes().getProviderMs())
                .put("total_ms", response.getTimes().getTotalMs());
        ArrayNode policies = json.putArray("policy_results");
        response.getPolicyResults().forEach(result -> policies.add(of(result)));
        ResponseError error = response.getError();
        json.set("error", error == null ? null : of(error));
        json.set("body", response.getStatus() == Status.COMPLETED ? ChatJson.completionBody(response) : null);
        ObjectNode metadata = json.putObject("metadata");
        response.getMetadata().forEach((name, value) -> {
            if (!name.startsWith("alize.")) {
                metadata.put(name, value);
            }
        });
        return json;
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
}
