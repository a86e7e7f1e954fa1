package dev.alize.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.trail.Entry;
import dev.alize.trail.EventText;
import java.time.Instant;
import java.util.List;

/** Events of the audit trail, for people and for programs. */
final class TrailView {
    static final List<String> HEAD = List.of("TIME", "KIND", "TENANT", "REQUEST", "TARGET", "RESULT", "AT", "MORE");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NONE = "-";

    private TrailView() {}

    static List<String> cells(Entry entry) {
        AuditEvent event = entry.event();
        String place = entry.partition() + ":" + entry.offset();
        if (event == null) {
            return List.of(entry.at().toString(), "(unreadable)", NONE, NONE, NONE, NONE, place, "");
        }
        return List.of(
                event.getAt().toString(),
                EventText.plain(event.getKind()),
                EventText.safe(event.getTenant()),
                EventText.safe(event.getRequestId()),
                EventText.safe(EventText.target(event)),
                EventText.safe(EventText.result(event)),
                place,
                EventText.more(event));
    }

    /** All that is known of an entry, by name. */
    static ObjectNode json(Entry entry) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("partition", entry.partition());
        node.put("offset", entry.offset());
        node.put("record_time", entry.at().toString());
        AuditEvent event = entry.event();
        if (event == null) {
            node.put("readable", false);
            return node;
        }
        try {
            node.setAll((ObjectNode) JSON.readTree(event.toString()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            node.put("kind", event.getKind());
        }
        node.put("at", event.getAt().toString());
        AuditAttempt attempt = event.getAttempt();
        Instant started = attempt == null ? null : attempt.getStartedAt();
        if (started != null && node.get("attempt") instanceof ObjectNode inner) {
            inner.put("started_at", started.toString());
        }
        return node;
    }
}
