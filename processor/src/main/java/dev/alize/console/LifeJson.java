package dev.alize.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.AuditEvent;
import dev.alize.trail.Entry;
import dev.alize.trail.EventText;
import dev.alize.trail.Newest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The lives that a search found: one for each tenant and redrive. */
final class LifeJson {
    private LifeJson() {}

    /** The search was cut off. */
    static final String TIME = "time";

    /** There were more events than are told; these are the newest. */
    static final String EVENTS = "events";

    private record Life(String tenant, int redrive) {}

    /** @param why the lives are not complete; null where they are */
    static ObjectNode of(String id, Newest found, @Nullable String why) {
        Map<Life, List<AuditEvent>> lives = new LinkedHashMap<>();
        for (Entry entry : found.sorted()) {
            AuditEvent event = entry.event();
            if (event != null) {
                String tenant = event.getTenant() == null ? "" : event.getTenant();
                lives.computeIfAbsent(new Life(tenant, event.getRedrive()), life -> new ArrayList<>())
                        .add(event);
            }
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("found", lives.size()).put("complete", why == null).put("why", why);
        ArrayNode requests = node.putArray("requests");
        lives.forEach((life, events) -> {
            ArrayNode array = requests.addObject()
                    .put("id", id)
                    .put("tenant", life.tenant())
                    .put("redrive", life.redrive())
                    .putArray("events");
            events.forEach(event -> array.add(event(event)));
        });
        return node;
    }

    private static ObjectNode event(AuditEvent event) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("at", event.getAt().toEpochMilli())
                .put("kind", event.getKind())
                .put("reason", event.getReason())
                .put("target", EventText.target(event))
                .put("outcome", EventText.result(event))
                .put("text", EventText.more(event));
        ObjectNode details = node.putObject("details");
        new TreeMap<>(event.getDetails()).forEach(details::put);
        return node;
    }
}
