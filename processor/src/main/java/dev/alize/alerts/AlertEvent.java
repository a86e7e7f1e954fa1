package dev.alize.alerts;

import dev.alize.schemas.Incident;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Something that receivers are to be told.
 *
 * @param id stable name: the same for the same thing, whoever tells it and however often
 * @param kind why they are told
 * @param at when it happened
 * @param line what is new, as a sentence
 * @param urgent whether it waits for nothing
 * @param incident as it was then, with few rows of its timeline
 * @param alarms ids of the events up to this one that had to ring although the incident was known, in their order:
 *     reminders, a higher severity, its return
 */
public record AlertEvent(
        String id, Kind kind, Instant at, String line, boolean urgent, Incident incident, List<String> alarms) {
    public AlertEvent {
        alarms = List.copyOf(alarms);
    }

    /** Why receivers are told. */
    public enum Kind {
        /** The incident changed. */
        UPDATE,
        /** Nobody acknowledged it in time. */
        OVERDUE;

        /** The word in records. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The name of a change of an incident. */
    static String nameOf(Incident incident, long revision) {
        return incident.getId() + "/" + revision;
    }
}
