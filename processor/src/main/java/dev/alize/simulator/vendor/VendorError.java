package dev.alize.simulator.vendor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as the vendor answers it. The forms are those of recorded traffic and of bodies quoted in public issue
 * threads (2024 to 2026).
 *
 * @param status HTTP status
 * @param body JSON
 */
public record VendorError(int status, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The key is missing or wrong. */
    public static final VendorError INVALID_KEY = new VendorError(401, "{\"detail\":\"Invalid API Key\"}");

    /** A path the vendor's gateway (Kong) does not know. */
    public static final VendorError NO_ROUTE =
            new VendorError(404, "{\"message\":\"no Route matched with those values\"}");

    /** A body that is not JSON, as FastAPI says it. */
    public static final VendorError NOT_JSON = new VendorError(
            422,
            "{\"detail\":[{\"type\":\"json_invalid\",\"loc\":[\"body\",0],\"msg\":\"JSON decode error\",\"input\":{}}]}");

    /** {@code "tools": []}: an array as message, a number as code. */
    public static final VendorError EMPTY_TOOLS = emptyTools();

    /** The model is not one of the list. */
    public static VendorError invalidModel(String model) {
        return coded(400, "Invalid model: " + model, "invalid_model", "1500");
    }

    /** The request breaks a rule of the conversation. */
    public static VendorError invalidConversation(String message, String type, @Nullable String code) {
        return code == null
                ? new VendorError(400, form(message, type, null).toString())
                : coded(400, message, type, code);
    }

    /** The body does not fit the schema: an object as message. */
    public static VendorError unprocessable(List<Violation> violations) {
        ObjectNode form = form("", "invalid_request_error", null);
        var detail = form.putObject("message").putArray("detail");
        violations.forEach(violation -> detail.add(violation.json()));
        return new VendorError(422, form.toString());
    }

    /** The usual error of a status and the vendor's code, such as 429 and 1300. */
    public static VendorError of(int status, @Nullable String code) {
        String known = code == null ? "" : code;
        return switch (known) {
            case "1300" -> coded(status, "Rate limit exceeded", "rate_limited", known);
            case "3505" ->
                coded(
                        status,
                        "Service tier capacity exceeded for this model.",
                        "service_tier_capacity_exceeded",
                        known);
            case "1913" -> coded(status, "You do not have access to this model", "forbidden", known);
            case "" -> new VendorError(status, uncoded(status));
            default -> coded(status, "Simulated error " + known, "invalid_request_error", known);
        };
    }

    /** The same inside {@code {"error": ...}}, as some answer it in the middle of a stream. */
    public VendorError wrapped() {
        return new VendorError(status, "{\"error\":" + body + "}");
    }

    private static String uncoded(int status) {
        return switch (status) {
            case 401 -> INVALID_KEY.body();
            case 429 -> "{\"message\":\"Requests rate limit exceeded\"}";
            default ->
                form("Simulated error with status " + status, "invalid_request_error", null)
                        .toString();
        };
    }

    private static VendorError coded(int status, String message, String type, String code) {
        return new VendorError(
                status, form(message, type, code).put("raw_status_code", status).toString());
    }

    private static ObjectNode form(String message, String type, @Nullable String code) {
        ObjectNode form = JSON.createObjectNode();
        form.put("object", "error").put("message", message).put("type", type);
        return form.putNull("param").put("code", code);
    }

    private static VendorError emptyTools() {
        ObjectNode form = JSON.createObjectNode().put("object", "Error");
        ObjectNode item = new Violation(
                        "extra_forbidden",
                        List.of("body", "tools"),
                        "Extra inputs are not permitted",
                        JSON.createArrayNode())
                .json();
        form.putArray("detail").add(item);
        form.putArray("message").add(item);
        form.put("type", "invalid_request_error").put("code", 3001);
        return new VendorError(422, form.toString());
    }
}
