package dev.alize.connect.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Metadata;
import dev.alize.schemas.chat.ResponseJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("event_id", id);
        json.setAll(ResponseJson.of(response));
        json.put("redrive", response.getRedrive())
                .put("cached", response.getCached())
                .put("degraded", response.getDegraded());
        ObjectNode metadata = json.putObject("metadata");
        response.getMetadata().forEach((name, value) -> {
            if (!name.startsWith(Metadata.PREFIX)) {
                metadata.put(name, value);
            }
        });
        return json;
    }
}
