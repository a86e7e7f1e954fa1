package dev.alize.alerts;

import dev.alize.schemas.Incident;
import java.time.Instant;
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
 */
public record AlertEvent(String id, Kind kind, Instant at, String line, boolean urgent, Incident incident) {
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
