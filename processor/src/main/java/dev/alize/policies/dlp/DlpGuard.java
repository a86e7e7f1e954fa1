package dev.alize.policies.dlp;

import dev.alize.domain.Finding;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.policies.StreamGuard;
import java.util.ArrayList;
import java.util.List;

/** The rules on a text that comes in parts. Holds back what may still become a match. Used by one thread at a time. */
final class DlpGuard implements StreamGuard {
    private final Rules rules;
    private final Action action;
    private final Reading reading;
    private final List<Finding> found = new ArrayList<>();
    private StringBuilder out = new StringBuilder();
    private int released;

    DlpGuard(Rules rules, Action action) {
        this.rules = rules;
        this.action = action;
        this.reading = new Reading(rules, this::hit);
    }

    private void hit(int rule, int start, int end, boolean quoted) {
        found.add(new Finding(rules.names().get(rule), 0, 0, 0));
        out.append(reading.raw(), released, start).append(rules.replacement(rule, quoted));
        released = end;
    }

    @Override
    public String add(String part) {
        return isBlocked() ? "" : publish(part, false);
    }

    @Override
    public String end() {
        return isBlocked() ? "" : publish("", true);
    }

    private String publish(String part, boolean complete) {
        int known = reading.read(part, complete);
        if (action != Action.REDACT) {
            return publishAsItIs(part, known, complete);
        }
        int until = wholeCharacters(known, complete);
        if (until > released) {
            out.append(reading.raw(), released, until);
            released = until;
        }
        String published = out.toString();
        out = new StringBuilder();
        return published;
    }

    /** Only a block needs anything held back. */
    private String publishAsItIs(String part, int known, boolean complete) {
        out.setLength(0);
        if (action != Action.BLOCK) {
            return part;
        }
        int until = wholeCharacters(known, complete);
        if (isBlocked() || until <= released) {
            return "";
        }
        String published = reading.raw().substring(released, until);
        released = until;
        return published;
    }

    private int wholeCharacters(int known, boolean complete) {
        return !complete && known > 0 && Character.isHighSurrogate(reading.raw().charAt(known - 1)) ? known - 1 : known;
    }

    private boolean isBlocked() {
        return action == Action.BLOCK && !found.isEmpty();
    }

    @Override
    public Verdict verdict() {
        return DlpFilter.verdict(action, found, List.of());
    }
}
