package dev.alize.incidents;

import dev.alize.config.yaml.Suggestion;
import dev.alize.control.OperatorAudit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of an incident, from a shell or from the console.
 *
 * @param details of the audit event, as {@link Actions} describes it
 */
public record Statement(Actions action, Map<String, String> details) {
    private static final int LONGEST_NAME = 100;

    public Statement {
        details = Map.copyOf(details);
    }

    /**
     * Checks what is said.
     *
     * @param text what is said; for {@link Actions#ASSIGN} the name of who leads; null where nothing is said
     * @param by who says it
     * @throws IllegalArgumentException where a text is missing, too long or makes no sense; the message says what was got
     *     and expected
     */
    public static Statement of(Actions action, String incident, @Nullable String text, String by) {
        TreeMap<String, String> details = new TreeMap<>();
        details.put("incident", incident);
        details.put("by", name(by));
        switch (action) {
            case ASSIGN -> details.put("ic", name(text == null ? "" : text));
            case CAUSE, NOTE -> details.put("text", text(text == null ? "" : text));
            case ACK, MITIGATE, RESOLVE -> {
                if (text != null) {
                    details.put("text", text(text));
                }
            }
        }
        return new Statement(action, details);
    }

    private static String name(String name) {
        return checked("NAME", name, LONGEST_NAME);
    }

    private static String text(String text) {
        return checked("TEXT", text, Actions.LONGEST);
    }

    private static String checked(String what, String text, int most) {
        if (text.isBlank() || text.length() > most) {
            throw new IllegalArgumentException(what + ": got " + text.length() + " characters, expected 1 to " + most);
        }
        return text.strip();
    }

    /**
     * Why there is no incident with an id, as a sentence.
     *
     * @param known ids, the last that opened first
     */
    public static String unknown(String id, List<String> known) {
        return "no incident '" + id + "'"
                + Suggestion.of(id, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse(known.isEmpty() ? "; there is none" : "; the last one is '" + known.getFirst() + "'");
    }

    /**
     * Writes it into the audit trail; returns when it is there. The books put it into the incident within seconds.
     *
     * @throws dev.alize.client.UnreachableException where it could not be written
     */
    public void write(OperatorAudit audit) {
        audit.write(Actions.KIND, action.code(), details, "incidents " + action.code(), "nothing was said");
    }
}
