package dev.alize.doctor;

import dev.alize.diagnosis.Severity;
import dev.alize.provider.Inspected.Answered;
import dev.alize.provider.Inspected.Listing;
import dev.alize.provider.Inspected.Tls;
import dev.alize.provider.Inspected.Unreached;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be said of a target: the runbook's questions in their order. */
final class TargetCheck {
    /** Providers renew their certificates weeks ahead; below that something is stuck. */
    private static final Duration CERTIFICATE_NOTE = Duration.ofDays(14);

    private static final Duration CERTIFICATE_SOON = Duration.ofDays(3);
    /** A Date header has whole seconds, and takes a while. */
    private static final Duration SKEW_NOISE = Duration.ofSeconds(3);

    private static final Duration SKEW_BAD = Duration.ofSeconds(60);

    private final TargetSeen seen;
    private final Remedies remedies;
    private final List<Fact> facts = new ArrayList<>();
    private @Nullable Severity severity;

    private TargetCheck(TargetSeen seen, Remedies remedies) {
        this.seen = seen;
        this.remedies = remedies;
    }

    static Finding of(TargetSeen seen, Remedies remedies) {
        return new TargetCheck(seen, remedies).finding();
    }

    private Finding finding() {
        KeySeen key = seen.key();
        facts.add(new Fact("key", key == null ? "none configured" : key.text()));
        Resolved resolved = seen.resolved();
        facts.add(new Fact("dns", resolved == null ? "not known: the lookup did not end" : resolved.text()));
        String proxy = seen.proxy();
        facts.add(new Fact("proxy", proxy == null ? "none" : proxy));
        return switch (seen.inspected()) {
            case Answered answered -> answered(answered);
            case Unreached unreached -> unreached(unreached);
        };
    }

    private Finding unreached(Unreached unreached) {
        Trouble trouble = Trouble.of(unreached.obstacle());
        String says = trouble == Trouble.KEY ? "the key cannot be used" : trouble.says();
        facts.add(new Fact("reason", Texts.line(unreached.message())));
        return finding(trouble, says + " (" + unreached.elapsedMs() + " ms)");
    }

    private Finding answered(Answered answered) {
        Trouble trouble = Trouble.of(answered.status(), answered.kind());
        tls(answered.tls());
        clock(answered);
        if (!answered.limits().isEmpty()) {
            facts.add(new Fact("limits", String.join(", ", Limits.texts(answered.limits()))));
        }
        String code = answered.code() == null ? "" : ", code " + Texts.line(answered.code());
        String head = answered.status() + code + " in " + answered.elapsedMs() + " ms";
        if (trouble != null) {
            return finding(trouble, head + ": " + trouble.says());
        }
        return new Finding(Area.TARGET, seen.id(), severityOf(answered), head + there(answered), facts, List.of());
    }

    private @Nullable Severity severityOf(Answered answered) {
        if (answered.kind() != null) {
            severity = Verdict.worse(severity, Severity.P4);
        } else if (answered.listing() == Listing.MISSING) {
            severity = Verdict.worse(severity, Severity.P3);
        }
        return severity;
    }

    private String there(Answered answered) {
        if (answered.kind() != null) {
            return ": it is there, but has no page /models; is base_url right?";
        }
        return switch (answered.listing()) {
            case LISTED -> ": it is there and has " + seen.model();
            case MISSING -> ": its list has no model " + seen.model();
            case UNKNOWN -> ": it is there";
        };
    }

    private void tls(@Nullable Tls tls) {
        if (tls == null) {
            facts.add(new Fact("tls", "none: the base URL is http"));
            return;
        }
        Instant expires = tls.expires();
        if (expires == null) {
            facts.add(new Fact("tls", tls.protocol()));
            return;
        }
        Duration left = Duration.between(seen.at(), expires);
        facts.add(new Fact(
                "tls",
                tls.protocol() + ", certificate until " + LocalDate.ofInstant(expires, ZoneOffset.UTC) + " ("
                        + Texts.span(left) + ")"));
        if (left.compareTo(CERTIFICATE_NOTE) < 0) {
            note(left.compareTo(CERTIFICATE_SOON) < 0 ? Severity.P3 : Severity.P4);
        }
    }

    private void clock(Answered answered) {
        Instant date = answered.date();
        if (date == null) {
            facts.add(new Fact("clock", "not known: the answer has no Date"));
            return;
        }
        Instant asked = seen.at().minusMillis(answered.elapsedMs() / 2);
        Duration ahead = Duration.between(date.plusMillis(500), asked);
        if (ahead.abs().compareTo(SKEW_NOISE) <= 0) {
            facts.add(new Fact("clock", "in step with the provider's"));
            return;
        }
        String which = ahead.isNegative() ? "behind" : "ahead of";
        facts.add(new Fact("clock", "ours is " + Texts.span(ahead.abs()) + " " + which + " the provider's"));
        note(ahead.abs().compareTo(SKEW_BAD) > 0 ? Severity.P3 : Severity.P4);
    }

    private void note(Severity other) {
        severity = Verdict.worse(severity, other);
    }

    private Finding finding(Trouble trouble, String says) {
        KeySeen key = seen.key();
        String reference = key == null ? "" : key.reference();
        return new Finding(
                Area.TARGET,
                seen.id(),
                Verdict.worse(severity, trouble.severity()),
                says,
                facts,
                remedies.against(trouble, seen.id(), seen.provider(), reference),
                trouble.passes());
    }
}
