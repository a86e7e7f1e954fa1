package dev.alize.ingress.http;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.alize.ingress.errors.ApiError;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How far an asynchronous request is, as JSON: {@code id}, {@code object}, {@code status}, and once it is over
 * {@code status_code}, which a caller who waited would have got, with {@code response} or {@code error}. Pure.
 */
final class Envelopes {
    private static final String PATH = "/v1/async/requests/";

    private Envelopes() {}

    /** Where it is told. */
    static String location(String id) {
        return PATH + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static byte[] open(String id) {
        return (start(id, "in_progress") + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** It will be cancelled, unless it is answered before. */
    static byte[] cancelling(String id) {
        return (start(id, "cancelling") + "}").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] over(CompletionResponse response) {
        String status = response.getStatus().name().toLowerCase(Locale.ROOT);
        String start = start(response.getRequestId(), status);
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        if (response.getStatus() == Status.COMPLETED) {
            out.writeBytes((start + ",\"status_code\":200,\"response\":").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(Completions.body(response));
            out.write('}');
        } else {
            ApiError error = ApiError.of(response);
            out.writeBytes((start + ",\"status_code\":" + error.status() + ",").getBytes(StandardCharsets.UTF_8));
            byte[] body = error.body();
            out.write(body, 1, body.length - 1);
        }
        return out.toByteArray();
    }

    private static String start(String id, String status) {
        return "{\"id\":" + TextNode.valueOf(id) + ",\"object\":\"async.request\",\"status\":\"" + status + "\"";
    }
}
