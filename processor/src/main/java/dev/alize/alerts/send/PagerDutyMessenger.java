package dev.alize.alerts.send;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.alerts.AlertEvent;
import dev.alize.alerts.Delivery;
import dev.alize.alerts.Letter;
import dev.alize.alerts.Notice;
import dev.alize.alerts.Texts;
import dev.alize.config.ReceiverSettings.Audience;
import dev.alize.domain.Secret;
import dev.alize.schemas.Incident;
import java.util.List;
import java.util.Map;

/**
 * PagerDuty's Events API v2: an alert for each incident, known there by its id. A letter has updates of one incident only;
 * the last one decides.
 */
final class PagerDutyMessenger implements Messenger {
    private static final int LONGEST_SUMMARY = 1_024;
    /** Of the severities P1 to P4. */
    private static final Map<String, String> SEVERITIES =
            Map.of("P1", "critical", "P2", "error", "P3", "warning", "P4", "info");

    private final Posts posts;
    private final Address address;
    private final Secret routingKey;
    private final Texts texts;

    PagerDutyMessenger(Posts posts, Address address, Secret routingKey, Texts texts) {
        this.posts = posts;
        this.address = address;
        this.routingKey = routingKey;
        this.texts = texts;
    }

    @Override
    public Delivery bring(Letter letter) throws InterruptedException {
        String key;
        try {
            key = routingKey.reveal();
        } catch (IllegalStateException e) {
            return Delivery.Failed.lasting(String.valueOf(e.getMessage()));
        }
        ObjectNode message = Json.object().put("routing_key", key);
        message.setAll(message(letter));
        return posts.post(address, Map.of("Alize-Event-Id", letter.id()), Json.bytes(message));
    }

    /** Without the key. */
    ObjectNode message(Letter letter) {
        ObjectNode message = Json.object();
        if (letter.isTest()) {
            message.put("event_action", "trigger").put("dedup_key", letter.id());
            payload(message, texts.of(letter).headline(), "info");
            return message;
        }
        AlertEvent last = letter.events().getLast();
        Incident incident = last.incident();
        message.put("event_action", action(last)).put("dedup_key", incident.getId());
        message.put("client", "Alizé");
        Notice notice = texts.of(letter);
        String summary = texts.of(new Letter(last.id(), letter.receiver(), letter.audience(), List.of(last)))
                .headline();
        ObjectNode payload = payload(message, summary, SEVERITIES.getOrDefault(incident.getSeverity(), "info"));
        payload.put("timestamp", last.at().toString());
        if (letter.audience() == Audience.INTERNAL) {
            payload.put("group", incident.getProvider());
            payload.put("class", incident.getCause());
        }
        ObjectNode details = payload.putObject("custom_details");
        details.put("text", notice.text());
        ArrayNode events = details.putArray("events");
        letter.events().forEach(event -> events.add(event.id()));
        return message;
    }

    /** What nobody acknowledged in time has to ring again. */
    private static String action(AlertEvent event) {
        if (event.incident().getResolvedAt() != null) {
            return "resolve";
        }
        boolean isAcked = event.incident().getAcked() && event.kind() == AlertEvent.Kind.UPDATE;
        return isAcked ? "acknowledge" : "trigger";
    }

    private static ObjectNode payload(ObjectNode message, String summary, String severity) {
        return message.putObject("payload")
                .put("summary", summary.length() <= LONGEST_SUMMARY ? summary : summary.substring(0, LONGEST_SUMMARY))
                .put("source", "alize")
                .put("severity", severity);
    }
}
