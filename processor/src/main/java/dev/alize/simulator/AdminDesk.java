package dev.alize.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.simulator.behaviour.BehaviourJson;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Steers the simulator from outside its process: {@code PUT /admin/behaviour} (see {@link BehaviourJson}; 204, or 400
 * with what is wrong), {@code GET /admin/statistics} (see {@link Statistics}) and {@code POST /admin/reset}, which
 * forgets counts and rates and brings the first behaviour back. Confined to its event loop.
 */
final class AdminDesk implements Handler<HttpServerRequest> {
    static final String PATH = "/admin/";
    private static final String KNOWN = "PUT /admin/behaviour, GET /admin/statistics, POST /admin/reset";

    private final Shared shared;
    private final ObjectMapper json = new ObjectMapper();

    AdminDesk(Shared shared) {
        this.shared = shared;
    }

    @Override
    public void handle(HttpServerRequest request) {
        String asked = request.method().name() + " " + request.path();
        switch (asked) {
            case "PUT /admin/behaviour" -> request.body().onSuccess(body -> behave(request, body));
            case "GET /admin/statistics" -> answer(request, 200, statistics(shared.counters.read()));
            case "POST /admin/reset" -> {
                shared.reset();
                request.response().setStatusCode(204).end();
            }
            default -> answer(request, 404, error("%s: unknown; known are %s".formatted(asked, KNOWN)));
        }
    }

    private void behave(HttpServerRequest request, Buffer body) {
        try {
            shared.behave(BehaviourJson.parse(body.getBytes()));
            request.response().setStatusCode(204).end();
        } catch (IllegalArgumentException e) {
            answer(request, 400, error(String.valueOf(e.getMessage())));
        }
    }

    private ObjectNode error(String message) {
        return json.createObjectNode().put("error", message);
    }

    private ObjectNode statistics(Statistics read) {
        ObjectNode node = json.createObjectNode();
        node.put("calls", read.calls()).put("open", read.open()).put("most_open", read.mostOpen());
        node.put("cancelled", read.cancelled()).put("broken", read.broken());
        node.set("answers", json.valueToTree(read.answers()));
        Statistics.Streams streams = read.streams();
        node.putObject("streams")
                .put("started", streams.started())
                .put("finished", streams.finished())
                .put("cancelled", streams.cancelled())
                .put("broken", streams.broken());
        node.set("calls_per_request_id", json.valueToTree(read.callsPerRequestId()));
        return node.put("untracked", read.untracked());
    }

    private static void answer(HttpServerRequest request, int status, ObjectNode body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.toString());
    }
}
