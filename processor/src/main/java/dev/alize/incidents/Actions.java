package dev.alize.incidents;

import dev.alize.schemas.IncidentFact;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What operators say of an incident. It is an audit event of kind {@link #KIND}: its reason is the action, its details are
 * {@code incident} (the id), {@code by}, and {@code text} or {@code ic}.
 */
public enum Actions {
    ACK,
    ASSIGN,
    MITIGATE,
    CAUSE,
    NOTE,
    RESOLVE;

    /** The kind of the audit event. */
    public static final String KIND = "incident";

    /** Longest text, in characters. */
    public static final int LONGEST = 1_000;

    private static final int LONGEST_NAME = 100;

    /** The reason of the audit event. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action with a code; empty where there is none. */
    public static Optional<Actions> of(String code) {
        return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
    }

    /** Puts what was said into the incident. */
    void apply(Dossier dossier, IncidentFact fact, long at) {
        var incident = dossier.incident();
        Map<String, String> details = fact.getDetails();
        String by = bounded(details.get("by"), LONGEST_NAME, "unknown");
        String text = bounded(details.get("text"), LONGEST, "");
        switch (this) {
            case ACK -> {
                if (!incident.getAcked()) {
                    incident.setAcked(true);
                    incident.setAckedBy(by);
                    incident.setAckedAt(Instant.ofEpochMilli(at));
                }
                dossier.add("ack", text.isEmpty() ? "Acknowledged" : "Acknowledged: " + text, by, at);
            }
            case ASSIGN -> {
                String ic = bounded(details.get("ic"), LONGEST_NAME, by);
                incident.setIc(ic);
                dossier.add("assign", "Incident commander is " + ic, by, at);
            }
            case MITIGATE -> {
                dossier.add("mitigate", text.isEmpty() ? "Mitigation under way" : text, by, at);
                dossier.mitigating(at);
            }
            case CAUSE -> {
                incident.setRootCause(text);
                dossier.add("root_cause", text, by, at);
            }
            case NOTE -> dossier.add("note", text, by, at);
            case RESOLVE -> {
                if (dossier.isOpen()) {
                    dossier.resolve(text.isEmpty() ? "Resolved by hand" : text, by, at);
                } else {
                    dossier.add("resolve", text.isEmpty() ? "Confirmed as resolved" : text, by, at);
                }
            }
        }
        dossier.isNews();
    }

    private static String bounded(@Nullable String text, int most, String otherwise) {
        String said = Objects.requireNonNullElse(text, "").strip();
        if (said.isEmpty()) {
            return otherwise;
        }
        return said.length() <= most ? said : said.substring(0, most);
    }
}
