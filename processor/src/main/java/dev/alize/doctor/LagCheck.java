package dev.alize.doctor;

import dev.alize.diagnosis.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a group's lag means. */
final class LagCheck {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration TOO_LONG = Duration.ofMinutes(5);
    /** So many may all be ends of transactions. */
    private static final int FEW = 100;

    private static final Duration BOOKS_LONG = Duration.ofMinutes(10);

    private LagCheck() {}

    /** Requests that no instance has taken in; those taken in are in /health and in the metrics. */
    static Finding ofGateway(LagSeen seen, Instant now) {
        String says = waits(seen, "request", now);
        if (seen.members() == 0) {
            return finding(
                    "gateway",
                    Severity.P1,
                    "no instance of group " + seen.group() + " runs; " + says,
                    seen,
                    List.of(Remedy.byHand("Start an instance: alize run")));
        }
        Duration age = age(seen, now);
        Severity severity = age.compareTo(TOO_LONG) > 0
                ? Severity.P2
                : age.compareTo(LONG) > 0 || isUnknown(seen) ? Severity.P3 : null;
        return finding(
                "gateway",
                severity,
                says + "; " + Texts.count(seen.members(), "member"),
                seen,
                severity == null ? List.of() : List.of(Remedies.show()));
    }

    /** Usage, budgets and incidents follow the audit trail. */
    static Finding ofBooks(LagSeen seen, Instant now) {
        String says = waits(seen, "audit event", now);
        if (seen.members() == 0) {
            return finding(
                    "books",
                    Severity.P3,
                    "nobody follows the audit trail as group " + seen.group() + "; " + says,
                    seen,
                    List.of());
        }
        boolean late = age(seen, now).compareTo(BOOKS_LONG) > 0 || isUnknown(seen);
        return finding("books", late ? Severity.P4 : null, says, seen, List.of());
    }

    private static Finding finding(
            String about, @Nullable Severity severity, String says, LagSeen seen, List<Remedy> remedies) {
        List<Fact> facts = seen.topics().stream()
                .filter(behind -> seen.topics().size() > 1 && behind.records() > 0)
                .map(behind -> new Fact(behind.topic(), Texts.number(behind.records())))
                .toList();
        return new Finding(Area.LAG, about, severity, says, facts, remedies);
    }

    private static String waits(LagSeen seen, String what, Instant now) {
        if (seen.records() == 0) {
            return "no " + what + " waits";
        }
        Instant oldest = seen.oldest();
        return Texts.count(seen.records(), what) + " not taken in"
                + (isUnknown(seen) ? ", for how long is not known" : "")
                + (oldest == null ? "" : ", the oldest for " + Texts.span(Duration.between(oldest, now)));
    }

    /** Whether records wait in a topic whose oldest one was not seen. Ends of transactions can never be seen. */
    private static boolean isUnknown(LagSeen seen) {
        return seen.topics().stream().anyMatch(behind -> behind.records() > FEW && behind.oldest() == null);
    }

    private static Duration age(LagSeen seen, Instant now) {
        Instant oldest = seen.oldest();
        return oldest == null ? Duration.ZERO : Duration.between(oldest, now);
    }
}
