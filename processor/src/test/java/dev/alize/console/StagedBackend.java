package dev.alize.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.console.http.Backend;
import dev.alize.console.http.Caller;
import dev.alize.console.http.Refused;
import dev.alize.console.state.Snapshot;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** A stage instead of a processor: an outage that goes on, where commands and what operators say show at once. */
final class StagedBackend implements Backend {
    private final ObjectNode state;
    private final ObjectNode incidents;
    private final ObjectNode life;
    private long news;

    /** @param outage what {@code node scenarios.js} prints */
    StagedBackend(JsonNode outage) {
        this.state = (ObjectNode) outage.path("state");
        this.incidents = (ObjectNode) outage.path("incidents");
        this.life = (ObjectNode) outage.path("life");
        state.remove("role");
    }

    @Override
    public synchronized Snapshot snapshot() {
        state.put("at", System.currentTimeMillis());
        SequencedMap<String, String> members = new LinkedHashMap<>();
        state.fields().forEachRemaining(member -> members.put(member.getKey(), String.valueOf(member.getValue())));
        return new Snapshot(members);
    }

    @Override
    public synchronized long news() {
        return news;
    }

    @Override
    public synchronized ObjectNode incident(String id) {
        if (incidents.get(id) instanceof ObjectNode found) {
            return found.deepCopy();
        }
        throw new Refused(404, "incident: got '" + id + "', expected the id of one of the last 7 days");
    }

    @Override
    public synchronized void control(JsonNode order, Caller caller) {
        news++;
        ((ArrayNode) state.path("commands"))
                .addObject()
                .put("action", order.path("command").asText().replace('-', '_'))
                .put("target", order.path("target").asText())
                .put("value", order.path("value").asLong())
                .put("since", System.currentTimeMillis())
                .putNull("until")
                .put("by", order.path("by").asText())
                .put("reason", order.path("reason").asText());
    }

    @Override
    public synchronized void say(String incident, JsonNode statement, Caller caller) {
        news++;
        ObjectNode whole = (ObjectNode) incidents.path(incident);
        whole.put("acked", true).put("acked_by", statement.path("by").asText());
        for (JsonNode listed : state.path("incidents")) {
            if (listed.path("id").asText().equals(incident)) {
                ((ObjectNode) listed).put("acked", true);
            }
        }
    }

    @Override
    public synchronized ObjectNode search(Search search, Caller caller) {
        return life.deepCopy();
    }
}
