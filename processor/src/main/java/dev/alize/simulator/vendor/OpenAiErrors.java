package dev.alize.simulator.vendor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.simulator.quota.Limit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenAI's errors, as its documentation and recorded traffic of compatible APIs have them. */
record OpenAiErrors() implements ErrorForms {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INVALID = "invalid_request_error";
    /** In {@code body, messages, 0, user, name}. */
    private static final int ROLE = 3;

    @Override
    public VendorError invalidKey() {
        return error(401, "Incorrect API key provided.", INVALID, null, "invalid_api_key");
    }

    @Override
    public VendorError noRoute() {
        return error(404, "Invalid URL", INVALID, null, null);
    }

    @Override
    public VendorError notJson() {
        return error(400, "We could not parse the JSON body of your request.", INVALID, null, null);
    }

    @Override
    public VendorError invalidModel(String model) {
        String message = "The model `%s` does not exist or you do not have access to it.".formatted(model);
        return error(404, message, INVALID, null, "model_not_found");
    }

    @Override
    public VendorError exhausted(Limit limit) {
        String word = limit.measure().word();
        String message = "Rate limit reached on %s: Limit %d.".formatted(word, limit.most());
        return error(429, message, word, null, "rate_limit_exceeded");
    }

    /** Only the first is told. */
    @Override
    public VendorError unprocessable(List<Violation> violations) {
        Violation first = violations.getFirst();
        String param = param(first.loc());
        return switch (first.type()) {
            case "extra_forbidden" -> invalid("Unknown parameter: '%s'.".formatted(param), param, "unknown_parameter");
            case "missing" ->
                invalid("Missing required parameter: '%s'.".formatted(param), param, "missing_required_parameter");
            default -> invalid("Invalid value for '%s': %s.".formatted(param, first.msg()), param, "invalid_value");
        };
    }

    @Override
    public VendorError of(int status, @Nullable String code) {
        String type = status == 429 ? "requests" : status >= 500 ? "server_error" : INVALID;
        String known = status == 429 && code == null ? "rate_limit_exceeded" : code;
        return error(status, "Simulated error with status " + status, type, null, known);
    }

    /** A body that fits the schema and not the rules beyond it. */
    static VendorError invalid(String message, @Nullable String param, @Nullable String code) {
        return error(400, message, INVALID, param, code);
    }

    private static VendorError error(
            int status, String message, String type, @Nullable String param, @Nullable String code) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return new VendorError(status, body.toString());
    }

    /** Such as {@code messages[0].name}; the union member that a location names, the role, is no part of it. */
    private static String param(List<Object> loc) {
        StringBuilder param = new StringBuilder();
        for (int i = 1; i < loc.size(); i++) {
            Object step = loc.get(i);
            boolean isRole = i == ROLE && loc.get(1).equals("messages");
            if (isRole) {
                continue;
            }
            if (step instanceof Integer position) {
                param.append('[').append(position).append(']');
            } else {
                param.append(param.isEmpty() ? "" : ".").append(step);
            }
        }
        return param.toString();
    }
}
