package dev.alize.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came into force, and what ceased to be, from one moment to the next. */
final class Changes {
    private Changes() {}

    /**
     * @param target null for all targets
     * @param details as in the audit trail
     */
    record Change(Command command, @Nullable String target, Map<String, String> details) {
        Change(Mitigation mitigation, String state) {
            this(mitigation.scope().command(), mitigation.scope().target(), describe(mitigation, state));
        }
    }

    static List<Change> between(ActiveCommands before, ActiveCommands now, Instant at) {
        List<Change> changes = new ArrayList<>();
        var known = before.byScope();
        var current = now.byScope();
        for (Mitigation mitigation : before.all()) {
            if (!current.containsKey(mitigation.scope())) {
                changes.add(new Change(mitigation, mitigation.inForceAt(at) ? "lifted" : "lapsed"));
            }
        }
        for (Mitigation mitigation : now.all()) {
            if (!mitigation.equals(known.get(mitigation.scope()))) {
                changes.add(new Change(mitigation, "in_force"));
            }
        }
        return changes;
    }

    /** The members of a mitigation, for an audit event. */
    static Map<String, String> describe(Mitigation mitigation, String state) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("state", state);
        details.put("issued_by", mitigation.issuedBy());
        if (mitigation.scope().command().hasValue()) {
            details.put("value", Long.toString(mitigation.value()));
        }
        if (mitigation.expiresAt() != null) {
            details.put("expires_at", mitigation.expiresAt().toString());
        }
        if (mitigation.reason() != null) {
            details.put("why", mitigation.reason());
        }
        return details;
    }
}
