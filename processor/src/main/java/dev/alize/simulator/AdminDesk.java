package dev.alize.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.simulator.behaviour.BehaviourJson;
import dev.alize.simulator.quota.Usage;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Steers the simulator from outside its process: {@code PUT /admin/behaviour} (see {@link BehaviourJson}; 204, or 400
 * with what is wrong), {@code GET /admin/statistics} (see {@link Statistics}), {@code GET /admin/quotas} (see
 * {@link Usage}) and {@code POST /admin/reset}, which forgets counts and rates and brings the first behaviour back.
 * Confined to its event loop.
 */
final class AdminDesk implements Handler<HttpServerRequest> {
    static final String PATH = "/admin/";
    private static final String KNOWN =
            "PUT /admin/behaviour, GET /admin/statistics, GET /admin/quotas, POST /admin/reset";

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
            case "GET /admin/quotas" -> answer(request, 200, quotas(shared.usage()));
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

    private ObjectNode quotas(List<Usage> usages) {
        ObjectNode node = json.createObjectNode();
        ArrayNode models = node.putArray("models");
        for (Usage usage : usages) {
            ObjectNode model = models.addObject().put("model", usage.model()).put("age_ms", usage.ageMillis());
            ArrayNode limits = model.putArray("limits");
            usage.limits().forEach(limit -> limits.add(quota(limit)));
        }
        return node;
    }

    private ObjectNode quota(Usage.Of limit) {
        ObjectNode node = json.createObjectNode();
        node.put("of", limit.limit().measure().word());
        node.put("most", limit.limit().most());
        node.put("per", limit.limit().span().word());
        node.put("window_ms", limit.windowMillis());
        node.put("fullest", limit.fullest());
        node.put("slices_per_window", Usage.Of.SLICES_PER_WINDOW);
        node.set("used", json.valueToTree(limit.used()));
        node.set("refused", json.valueToTree(limit.refused()));
        return node;
    }

    private static void answer(HttpServerRequest request, int status, ObjectNode body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.toString());
    }
}
