package dev.alize.doctor;

import dev.alize.diagnosis.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look means.
 *
 * @param about the one that was looked at, such as a target's id; empty where the area has one only
 * @param severity how bad it is by the incident runbook; null where all is well
 * @param says the diagnosis, without a full stop
 * @param facts what was seen, in the order to show
 * @param remedies what to do, the best first
 * @param passing whether calls may succeed all the same: what is used up comes back by itself
 */
public record Finding(
        Area area,
        String about,
        @Nullable Severity severity,
        String says,
        List<Fact> facts,
        List<Remedy> remedies,
        boolean passing) {
    public Finding {
        facts = List.copyOf(facts);
        remedies = List.copyOf(remedies);
    }

    /** One that does not pass by itself. */
    public Finding(
            Area area,
            String about,
            @Nullable Severity severity,
            String says,
            List<Fact> facts,
            List<Remedy> remedies) {
        this(area, about, severity, says, facts, remedies, false);
    }

    static Finding fine(Area area, String about, String says, List<Fact> facts) {
        return new Finding(area, about, null, says, facts, List.of());
    }

    /** Of a look that could not be made: a gap in the monitoring where nothing worse is known. */
    static Finding unknown(Area area, String about, Severity severity, String why) {
        return new Finding(area, about, severity, why, List.of(), List.of());
    }

    /** Area and what it is about. */
    String title() {
        return about.isEmpty() ? area.code() : area.code() + " " + about;
    }
}
