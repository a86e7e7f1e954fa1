package dev.alize.console.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.Incident;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Incidents for the page. Times are in milliseconds since 1970. */
public final class IncidentJson {
    private IncidentJson() {}

    /** What a list needs. */
    static ObjectNode brief(Incident one) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", one.getId());
        node.put("severity", one.getSeverity());
        node.put("status", one.getStatus());
        node.put("title", one.getTitle());
        node.put("cause", one.getCause());
        node.put("reach", one.getReach());
        one.getTargets().forEach(node.putArray("targets")::add);
        node.put("began_at", millis(one.getBeganAt()));
        node.put("opened_at", millis(one.getOpenedAt()));
        node.put("resolved_at", millis(one.getResolvedAt()));
        node.put("acked", one.getAcked());
        node.put("ic", one.getIc());
        node.put("revision", one.getRevision());
        return node;
    }

    /** All of it. */
    public static ObjectNode whole(Incident one) {
        ObjectNode node = brief(one);
        node.put("provider", one.getProvider());
        node.put("summary", one.getSummary());
        node.put("reach_because", one.getReachBecause());
        ArrayNode advice = node.putArray("advice");
        one.getAdvice()
                .forEach(step -> advice.addObject().put("text", step.getText()).put("command", step.getCommand()));
        node.put("updated_at", millis(one.getUpdatedAt()));
        node.put("reopened", one.getReopened());
        node.put("acked_by", one.getAckedBy());
        node.put("acked_at", millis(one.getAckedAt()));
        node.put("root_cause", one.getRootCause());
        node.put("resolved_by_hand", one.getResolvedByHand());
        ObjectNode counts = node.putObject("counts");
        new TreeMap<>(one.getCounts()).forEach(counts::put);
        ArrayNode timeline = node.putArray("timeline");
        one.getTimeline()
                .forEach(entry -> timeline.addObject()
                        .put("at", millis(entry.getAt()))
                        .put("kind", entry.getKind())
                        .put("text", entry.getText())
                        .put("by", entry.getBy()));
        return node;
    }

    private static @Nullable Long millis(@Nullable Instant at) {
        return at == null ? null : at.toEpochMilli();
    }
}
