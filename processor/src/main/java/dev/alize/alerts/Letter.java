package dev.alize.alerts;

import dev.alize.config.ReceiverSettings.Audience;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One message to a receiver.
 *
 * @param id of its only event; a digest's is made of those of its events, so that the same digest has the same id
 * @param receiver its name
 * @param audience who reads it
 * @param events in their order; none in a test
 */
public record Letter(String id, String receiver, Audience audience, List<AlertEvent> events) {
    private static final int DIGITS = 6;

    public Letter {
        events = List.copyOf(events);
    }

    static Letter of(String receiver, Audience audience, List<AlertEvent> events) {
        return new Letter(events.size() == 1 ? events.getFirst().id() : digestId(events), receiver, audience, events);
    }

    /** One that only shows that the receiver can be reached. */
    public static Letter test(String receiver, Audience audience, String id) {
        return new Letter(id, receiver, audience, List.of());
    }

    public boolean isTest() {
        return events.isEmpty();
    }

    public boolean isDigest() {
        return events.size() > 1;
    }

    /** The last event of each incident, in the order of the incidents' first ones. */
    public List<AlertEvent> latest() {
        return events.stream()
                .collect(Collectors.toMap(
                        event -> event.incident().getId(), event -> event, (one, later) -> later, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    private static String digestId(List<AlertEvent> events) {
        String ids = events.stream().map(AlertEvent::id).collect(Collectors.joining("\n"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(ids.getBytes(StandardCharsets.UTF_8));
            return "digest/" + HexFormat.of().formatHex(hash, 0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
