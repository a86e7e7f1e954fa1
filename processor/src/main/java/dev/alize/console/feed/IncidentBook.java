package dev.alize.console.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.alize.schemas.Incident;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The incidents on {@code llm.incidents}: all that are open, and the last that were opened. Thread-safe and bounded. */
public final class IncidentBook {
    private static final int KEPT = 200;
    private static final int SHOWN = 50;
    private static final long SHOWN_MS = UsageBook.KEPT_MS;
    private static final Comparator<Incident> OPEN_AND_LATEST_FIRST = Comparator.comparing(
                    (Incident incident) -> incident.getResolvedAt() != null)
            .thenComparing(Incident::getOpenedAt, Comparator.reverseOrder());

    private final Map<String, Incident> incidents = new HashMap<>();
    private long revision;

    /** Takes the last version of an incident. */
    public synchronized void take(Incident incident) {
        incidents.put(incident.getId(), incident);
        revision++;
        if (incidents.size() > KEPT) {
            incidents.values().stream()
                    .max(OPEN_AND_LATEST_FIRST)
                    .map(Incident::getId)
                    .ifPresent(incidents::remove);
        }
    }

    /** An incident was deleted. */
    public synchronized void remove(String id) {
        if (incidents.remove(id) != null) {
            revision++;
        }
    }

    /** Counts the changes. */
    public synchronized long revision() {
        return revision;
    }

    /** The one with an id; empty where there is none, or where it is one of long ago. */
    public synchronized Optional<Incident> find(String id) {
        return Optional.ofNullable(incidents.get(id));
    }

    /** Their ids, the last that opened first. */
    public synchronized List<String> ids() {
        return incidents.values().stream()
                .sorted(Comparator.comparing(Incident::getOpenedAt).reversed())
                .map(Incident::getId)
                .toList();
    }

    /** Member {@code incidents} of the state. */
    public synchronized ArrayNode json(long nowMs) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        shown(nowMs).forEach(incident -> array.add(IncidentJson.brief(incident)));
        return array;
    }

    private Stream<Incident> shown(long nowMs) {
        return incidents.values().stream()
                .filter(incident -> incident.getResolvedAt() == null
                        || incident.getResolvedAt().toEpochMilli() > nowMs - SHOWN_MS)
                .sorted(OPEN_AND_LATEST_FIRST)
                .limit(SHOWN);
    }
}
