package dev.alize.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes answers. On the event loop only. */
final class Answers {
    static final String JSON = "application/json";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private Answers() {}

    /** What every answer says. */
    static void prepare(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
    }

    static void json(HttpServerRequest request, int status, JsonNode body) {
        json(request, status, body.toString());
    }

    static void json(HttpServerRequest request, int status, String body) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status).putHeader("Content-Type", JSON).end(body);
        }
    }

    static void refuse(HttpServerRequest request, int status, String message) {
        json(request, status, JsonNodeFactory.instance.objectNode().put("error", message));
    }

    /** The same where a body may follow that nobody reads: the connection is of no more use. */
    static void refuseAndClose(HttpServerRequest request, int status, String message) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            request.resume();
            String body =
                    JsonNodeFactory.instance.objectNode().put("error", message).toString();
            response.setStatusCode(status)
                    .putHeader("Content-Type", JSON)
                    .putHeader("Connection", "close")
                    .end(body)
                    .onComplete(written -> request.connection().close());
        }
    }

    static void accepted(HttpServerRequest request) {
        json(request, 202, JsonNodeFactory.instance.objectNode().put("accepted", true));
    }
}
