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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON of our own, described in docs/alerts.md, signed. The same letter has the same body, however often it is sent. */
final class WebhookMessenger implements Messenger {
    static final String SCHEMA = "alize.alert/1";
    static final String EVENT_ID = "Alize-Event-Id";
    static final String TIMESTAMP = "Alize-Timestamp";
    static final String SIGNATURE = "Alize-Signature";
    private static final int SHORTEST_KEY = 16;

    private final Posts posts;
    private final Address address;
    private final Secret key;
    private final Texts texts;
    private final InstantSource clock;

    WebhookMessenger(Posts posts, Address address, Secret key, Texts texts, InstantSource clock) {
        this.posts = posts;
        this.address = address;
        this.key = key;
        this.texts = texts;
        this.clock = clock;
    }

    @Override
    public Delivery bring(Letter letter) throws InterruptedException {
        String secret;
        try {
            secret = key.reveal();
        } catch (IllegalStateException e) {
            return Delivery.Failed.lasting(String.valueOf(e.getMessage()));
        }
        if (secret.length() < SHORTEST_KEY) {
            return Delivery.Failed.lasting(key + " holds a key of less than " + SHORTEST_KEY + " characters");
        }
        byte[] body = Json.bytes(message(letter));
        long seconds = clock.millis() / 1_000;
        Map<String, String> headers = Map.of(
                EVENT_ID,
                letter.id(),
                TIMESTAMP,
                Long.toString(seconds),
                SIGNATURE,
                Signature.of(secret, seconds, body));
        return posts.post(address, headers, body);
    }

    ObjectNode message(Letter letter) {
        Notice notice = texts.of(letter);
        ObjectNode message = Json.object();
        message.put("schema", SCHEMA);
        message.put("id", letter.id());
        message.put("type", type(letter));
        message.put("receiver", letter.receiver());
        message.put("audience", letter.audience().name().toLowerCase(Locale.ROOT));
        message.put("title", notice.headline());
        message.put("text", notice.text());
        ArrayNode events = message.putArray("events");
        boolean isInternal = letter.audience() == Audience.INTERNAL;
        for (AlertEvent event : letter.events()) {
            ObjectNode node = events.addObject();
            node.put("id", event.id());
            node.put("type", event.kind().code());
            node.put("at", event.at().toString());
            if (isInternal) {
                node.put("line", event.line());
            }
            incident(node.putObject("incident"), event.incident(), isInternal);
        }
        return message;
    }

    private static String type(Letter letter) {
        if (letter.isTest()) {
            return "test";
        }
        return letter.isDigest() ? "digest" : letter.events().getFirst().kind().code();
    }

    private static void incident(ObjectNode node, Incident incident, boolean isInternal) {
        node.put("id", incident.getId());
        node.put("severity", incident.getSeverity());
        node.put("status", incident.getStatus());
        node.put("revision", incident.getRevision());
        node.put("began_at", incident.getBeganAt().toString());
        node.put("opened_at", incident.getOpenedAt().toString());
        node.put("updated_at", incident.getUpdatedAt().toString());
        node.put("resolved_at", time(incident.getResolvedAt()));
        if (!isInternal) {
            return;
        }
        node.put("cause", incident.getCause());
        node.put("provider", incident.getProvider());
        incident.getTargets().forEach(node.putArray("targets")::add);
        node.put("title", incident.getTitle());
        node.put("summary", incident.getSummary());
        node.put("reach", incident.getReach());
        node.put("reach_because", incident.getReachBecause());
        node.put("acked", incident.getAcked());
        node.put("acked_by", incident.getAckedBy());
        node.put("ic", incident.getIc());
        node.put("root_cause", incident.getRootCause());
        ArrayNode advice = node.putArray("advice");
        incident.getAdvice()
                .forEach(step -> advice.addObject().put("text", step.getText()).put("command", step.getCommand()));
        ObjectNode counts = node.putObject("counts");
        new TreeMap<>(incident.getCounts()).forEach((name, count) -> counts.put(name, count));
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
