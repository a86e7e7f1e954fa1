package dev.alize.schemas.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import dev.alize.schemas.chat.ChatFormatException;
import dev.alize.schemas.chat.ChatJson;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The line format of the vendors' batch output: {@code id}, {@code custom_id}, {@code response} with
 * {@code status_code}, {@code request_id} and {@code body}, and {@code error}, which is null only for a completed
 * request. {@code error.code} is {@code blocked}, {@code expired} or {@code cancelled} for requests that ended so, else
 * the failure's kind.
 */
public final class ResultLine {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int NO_STATUS_FAILED = 502;
    private static final int NO_STATUS_INTERNAL = 500;
    private static final int NO_STATUS_REFUSED = 400;

    /**
     * What a line says.
     *
     * @param customId the request it answers
     * @param status how the request ended
     */
    public record Answer(String customId, Status status) {}

    private ResultLine() {}

    /** The line for a response. */
    public static ObjectNode of(String customId, CompletionResponse response) {
        ResponseError error = response.getError();
        if (response.getStatus() == Status.COMPLETED) {
            return line(customId, response.getRequestId(), 200, ChatJson.completionBody(response), null);
        }
        String message = error == null ? "The request was " + code(response.getStatus()) : error.getMessage();
        String kind = error == null ? blockedBy(response) : error.getKind();
        String code = response.getStatus() == Status.FAILED ? kind : code(response.getStatus());
        ObjectNode body = errorBody(message, kind, error == null ? null : error.getCode());
        return line(
                customId, response.getRequestId(), statusCode(response.getStatus(), error), body, error(code, message));
    }

    /** The line for a request that was never sent. */
    public static ObjectNode unsent(String customId, String requestId, int statusCode, String code, String message) {
        return line(customId, requestId, statusCode, errorBody(message, code, null), error(code, message));
    }

    /**
     * The line of an error file for one that is no request: without a response, with the line's number, in the form of
     * the vendors' batch errors.
     *
     * @param customId what the line calls itself; null where it has no name
     * @param number of the line in its file, from 1
     */
    public static ObjectNode bad(@Nullable String customId, long number, String code, LineFault fault) {
        ObjectNode line = JSON.objectNode().putNull("id").put("custom_id", customId);
        line.putNull("response");
        line.set(
                "error",
                error(code, fault.toString())
                        .put("param", fault.path().isEmpty() ? null : fault.path())
                        .put("line", number));
        return line;
    }

    /**
     * A line in UTF-8, its line feed included. Half a surrogate pair, which a model may produce, cannot be written in
     * UTF-8: such a line is all ASCII.
     */
    public static byte[] bytes(ObjectNode line) {
        try {
            return ended(MAPPER.writeValueAsBytes(line));
        } catch (JsonProcessingException malformed) {
            return ascii(line);
        }
    }

    private static byte[] ascii(ObjectNode line) {
        try {
            return ended(MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsBytes(line));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree cannot be written", impossible);
        }
    }

    private static byte[] ended(byte[] json) {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /** What a line of an output file says, or nothing where it is no such line. */
    public static Optional<Answer> read(byte[] line) {
        try {
            JsonNode json = ChatJson.parse(line);
            JsonNode customId = json.path("custom_id");
            JsonNode error = json.path("error");
            if (!customId.isTextual() || !json.has("response") || error.isMissingNode()) {
                return Optional.empty();
            }
            return Optional.of(new Answer(customId.textValue(), status(error)));
        } catch (ChatFormatException notJson) {
            return Optional.empty();
        }
    }

    private static Status status(JsonNode error) {
        if (error.isNull()) {
            return Status.COMPLETED;
        }
        return switch (error.path("code").asText()) {
            case "blocked" -> Status.BLOCKED;
            case "expired" -> Status.EXPIRED;
            case "cancelled" -> Status.CANCELLED;
            default -> Status.FAILED;
        };
    }

    private static String code(Status status) {
        return switch (status) {
            case COMPLETED -> "completed";
            case BLOCKED -> "blocked";
            case FAILED -> "failed";
            case EXPIRED -> "expired";
            case CANCELLED -> "cancelled";
        };
    }

    private static int statusCode(Status status, @Nullable ResponseError error) {
        return switch (status) {
            case COMPLETED -> 200;
            case BLOCKED -> 400;
            case EXPIRED -> 504;
            case CANCELLED -> 499;
            case FAILED -> failedCode(error);
        };
    }

    /** The provider's status where it refused; 502 where it could not be reached or understood, 400 where the request
     * asks for what there is not, 500 for our own. */
    private static int failedCode(@Nullable ResponseError error) {
        if (error == null) {
            return NO_STATUS_INTERNAL;
        }
        Integer status = error.getHttpStatus();
        if (status != null && status >= 400) {
            return status;
        }
        return switch (error.getBlame()) {
            case "provider", "network" -> NO_STATUS_FAILED;
            case "caller" -> NO_STATUS_REFUSED;
            default -> NO_STATUS_INTERNAL;
        };
    }

    private static String blockedBy(CompletionResponse response) {
        return response.getPolicyResults().stream()
                .filter(result -> result.getVerdict().equals("block"))
                .map(PolicyResult::getReason)
                .filter(reason -> reason != null)
                .findFirst()
                .orElse(code(response.getStatus()));
    }

    private static ObjectNode errorBody(String message, String kind, @Nullable String code) {
        ObjectNode body = JSON.objectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", kind)
                .putNull("param")
                .put("code", code == null ? kind : code);
        return body;
    }

    private static ObjectNode error(String code, String message) {
        return JSON.objectNode().put("code", code).put("message", message);
    }

    private static ObjectNode line(
            String customId, String requestId, int statusCode, ObjectNode body, @Nullable ObjectNode error) {
        ObjectNode line = JSON.objectNode().put("id", "batch_req_" + requestId).put("custom_id", customId);
        line.putObject("response")
                .put("status_code", statusCode)
                .put("request_id", requestId)
                .set("body", body);
        line.set("error", error == null ? JSON.nullNode() : error);
        return line;
    }
}
