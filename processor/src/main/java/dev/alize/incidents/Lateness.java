package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import dev.alize.schemas.IncidentMemory;
import dev.alize.schemas.IncidentSignal;
import java.util.Optional;

/** Gaps in the monitoring: counts that come too late to judge by, and audit records that nobody can read. Not thread-safe. */
final class Lateness {
    private static final long LATE_MS = 60_000;
    private static final long LASTING_MS = 60_000;
    private static final long OVER_MS = 15_000;

    private final Windows windows;
    private long since;
    private long at;

    Lateness(Windows windows) {
        this.windows = windows;
    }

    void load(IncidentMemory memory) {
        since = memory.getLateSince();
        at = memory.getLateAt();
    }

    IncidentMemory save(IncidentMemory.Builder memory) {
        return memory.setLateSince(since).setLateAt(at).build();
    }

    void take(IncidentSignal signal, long now) {
        if (signal.getBucket() < now - LATE_MS) {
            since = since == 0 ? now : since;
            at = now;
        }
    }

    Optional<Finding> finding(long windowMs, long now) {
        if (since != 0 && now - at > OVER_MS) {
            since = 0;
        }
        if (since != 0 && now - since >= LASTING_MS) {
            return Optional.of(gap(since, "Audit events come more than a minute late"));
        }
        long unreadable = windows.of(Signals.REQUESTS, now - windowMs, now).stream()
                .mapToLong(IncidentSignal::getUnreadable)
                .sum();
        return unreadable == 0 ? Optional.empty() : Optional.of(gap(now, unreadable + " audit records cannot be read"));
    }

    private static Finding gap(long since, String why) {
        return new Finding(Severity.P4, Cause.GAP, since, why);
    }
}
