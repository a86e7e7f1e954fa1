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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PagerDuty's Events API v2: an alert for each incident, known there by its id. A trigger of an alert that is open does not
 * ring, so each event that has to is an alert of its own, known by the event's id; all end with the incident. An alert
 * that was never triggered cannot be acknowledged there. A letter has updates of one incident only; the last one decides.
 */
final class PagerDutyMessenger implements Messenger {
    /** Of one message; PagerDuty takes up to 512 KB. */
    private static final int MOST_EVENTS = 20;

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
        Delivery delivery = new Delivery.Taken();
        for (ObjectNode message : messages(letter)) {
            ObjectNode whole = Json.object().put("routing_key", key);
            whole.setAll(message);
            delivery = posts.post(address, Map.of("Alize-Event-Id", letter.id()), Json.bytes(whole));
            if (delivery instanceof Delivery.Failed) {
                return delivery;
            }
        }
        return delivery;
    }

    /** In their order, without the key. All may be sent again: one that PagerDuty knows does not ring again. */
    private List<ObjectNode> messages(Letter letter) {
        if (letter.isTest()) {
            ObjectNode test = message("trigger", letter.id());
            payload(test, texts.of(letter).headline(), "info");
            return List.of(test);
        }
        AlertEvent last = letter.events().getLast();
        List<String> known = new ArrayList<>();
        known.add(last.incident().getId());
        known.addAll(last.alarms());
        List<ObjectNode> messages = new ArrayList<>();
        if (last.incident().getResolvedAt() != null) {
            known.forEach(alert -> messages.add(message("resolve", alert)));
            return messages;
        }
        boolean isAcked = last.incident().getAcked();
        boolean maybeNew = letter.events().stream().anyMatch(AlertEvent::urgent);
        if (!isAcked || maybeNew) {
            messages.add(trigger(letter, known.getLast()));
        }
        if (isAcked) {
            known.forEach(alert -> messages.add(message("acknowledge", alert)));
        }
        return messages;
    }

    private ObjectNode trigger(Letter letter, String alert) {
        List<AlertEvent> events = letter.events();
        List<AlertEvent> latest = events.subList(Math.max(0, events.size() - MOST_EVENTS), events.size());
        AlertEvent last = events.getLast();
        Incident incident = last.incident();
        ObjectNode message = message("trigger", alert);
        message.put("client", "Alizé");
        ObjectNode payload = payload(
                message,
                text(letter, List.of(last)).headline(),
                SEVERITIES.getOrDefault(incident.getSeverity(), "info"));
        payload.put("timestamp", last.at().toString());
        if (letter.audience() == Audience.INTERNAL) {
            payload.put("group", incident.getProvider());
            payload.put("class", incident.getCause());
        }
        ObjectNode details = payload.putObject("custom_details");
        details.put("text", text(letter, latest).text());
        ArrayNode ids = details.putArray("events");
        latest.forEach(event -> ids.add(event.id()));
        return message;
    }

    private Notice text(Letter letter, List<AlertEvent> events) {
        return texts.of(new Letter(letter.id(), letter.receiver(), letter.audience(), events));
    }

    private static ObjectNode message(String action, String alert) {
        return Json.object().put("event_action", action).put("dedup_key", alert);
    }

    private static ObjectNode payload(ObjectNode message, String summary, String severity) {
        return message.putObject("payload")
                .put("summary", summary.length() <= LONGEST_SUMMARY ? summary : summary.substring(0, LONGEST_SUMMARY))
                .put("source", "alize")
                .put("severity", severity);
    }
}
