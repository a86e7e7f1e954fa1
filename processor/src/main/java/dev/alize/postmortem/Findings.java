package dev.alize.postmortem;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import dev.alize.postmortem.Report.Impact;
import dev.alize.postmortem.Report.Incident;
import dev.alize.postmortem.Report.Integrity;
import dev.alize.postmortem.Report.RootCause;
import dev.alize.postmortem.Report.TargetRow;
import dev.alize.postmortem.Report.TenantRow;
import dev.alize.postmortem.Tally.Of;
import dev.alize.postmortem.Tally.Target;
import dev.alize.postmortem.Tally.Tenant;
import dev.alize.postmortem.Tally.Total;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges what was counted. Pure. */
final class Findings {
    private static final int MOST_TENANTS_SHOWN = 10;
    private static final int FEW = 3;
    /** A completed request that took so many times the median, and a second more, was delayed. */
    private static final int DELAYED_TIMES = 3;

    private static final long DELAYED_MILLIS = 1_000;
    private static final double MEDIAN = 0.5;

    private final Slices slices;
    private final Tally tally;
    private final Notes notes;
    private final BadSlices bad;
    private final @Nullable Incident incident;
    private final List<RootCause> causes;
    private final Impact impact;

    Findings(Slices slices, Tally tally, Notes notes) {
        this.slices = slices;
        this.tally = tally;
        this.notes = notes;
        this.bad = new BadSlices(slices, tally);
        this.incident = bad.incident().orElse(null);
        this.causes = RootCauses.of(tally);
        this.impact = impact();
    }

    Report report() {
        Severity severity = severity();
        Advice advice = new Advice(tally);
        return new Report(
                notes.title() == null ? title() : notes.title(),
                slices.window().from(),
                slices.window().to(),
                severity,
                rule(severity),
                summary(severity),
                incident,
                Timeline.of(tally, incident),
                causes,
                impact,
                advice.worked(),
                advice.actions(severity, causes),
                new Integrity(
                        tally.of(Total.ENTRIES),
                        tally.of(Total.DAMAGED),
                        tally.of(Total.ENTRIES) - tally.of(Total.DAMAGED) - tally.of(Total.UNCHAINED),
                        tally.of(Total.HAPPENINGS_LEFT_OUT),
                        notes.verification()),
                new Plotted(slices, tally).series(),
                targets());
    }

    private boolean everythingFailed() {
        return tally.sum(Of.HARMED) > 0 && tally.sum(Of.COMPLETED) == 0;
    }

    private boolean keyRefused() {
        return !causes.isEmpty() && causes.getFirst().cause() == Cause.KEY;
    }

    private boolean degraded() {
        return (incident != null && !bad.isSteady() && bad.sum(Of.ATTEMPTS_FAILED) + bad.sum(Of.HARMED) >= FEW)
                || impact.delayed() > BadSlices.BAD_SHARE * impact.completed()
                || impact.degraded() > BadSlices.BAD_SHARE * impact.completed();
    }

    private Severity severity() {
        if (keyRefused() || everythingFailed() || bad.hasTotalOutage()) {
            return Severity.P1;
        }
        if (degraded()) {
            return Severity.P2;
        }
        return incident != null || impact.failed() + impact.expired() + impact.degraded() > 0
                ? Severity.P3
                : Severity.P4;
    }

    private String rule(Severity severity) {
        return switch (severity) {
            case P1 ->
                keyRefused()
                        ? "the provider refused our key"
                        : everythingFailed()
                                ? "no request of the window was completed"
                                : "for a time every call failed and no request was completed";
            case P2 -> "at least 5 % of calls or requests failed, were delayed or degraded for a time";
            case P3 -> "some calls or requests failed, never 5 % of them at a time";
            case P4 -> "no request was harmed";
        };
    }

    private String title() {
        if (causes.isEmpty()) {
            return "Incident: none found";
        }
        Cause cause = causes.getFirst().cause();
        String who = tally.targets.all().entrySet().stream()
                .max(Comparator.comparingLong(entry -> entry.getValue()[Target.FAILED.ordinal()]))
                .map(entry -> provider(entry.getKey()))
                .orElse("");
        boolean theirs = cause.isIncident() && cause != Cause.OURS && !who.isEmpty();
        return "Incident: " + (theirs ? who + " " : "") + cause.title();
    }

    private String provider(String target) {
        String provider = Objects.requireNonNullElse(tally.providers.get(target), target);
        return provider.equals("mistral") ? "Mistral AI" : provider;
    }

    private String summary(Severity severity) {
        long harmed = impact.failed() + impact.expired();
        if (incident == null) {
            return "Answered in the window: " + Words.count(impact.answered(), "request")
                    + ", completed: " + Words.number(impact.completed())
                    + ". No call to a provider failed in a way that makes an incident.";
        }
        String calls = Words.number(tally.sum(Of.ATTEMPTS_FAILED)) + " of "
                + Words.count(tally.sum(Of.ATTEMPTS), "call") + " failed";
        String why = causes.isEmpty() ? "" : " " + causes.getFirst().cause().sentence();
        return (severity == Severity.P1 ? "Outage" : "Disturbance") + " of "
                + Words.duration(incident.duration()) + " from " + Words.time(incident.from()) + " UTC: " + calls
                + ", and " + Words.number(harmed) + " of " + Words.count(impact.answered(), "request")
                + " failed or expired." + why;
    }

    private Impact impact() {
        LogHistogram calm = new LogHistogram();
        LogHistogram all = new LogHistogram();
        for (int i = 0; i < slices.count(); i++) {
            LogHistogram slice = tally.requestMillis[i];
            if (slice != null) {
                all.add(slice);
                if (!bad.contains(i)) {
                    calm.add(slice);
                }
            }
        }
        long usual = (calm.total() > 0 ? calm : all).percentile(MEDIAN);
        long delayed = usual < 0 ? 0 : all.longerThan(Math.max(DELAYED_TIMES * usual, usual + DELAYED_MILLIS));
        Map<String, long[]> hit = tally.tenants.all().entrySet().stream()
                .filter(entry -> harm(entry.getValue()) > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<String, Long> reasons = new TreeMap<>();
        tally.reasons.all().forEach((reason, count) -> reasons.put(reason, count[0]));
        return new Impact(
                tally.sum(Of.ADMITTED),
                answered(),
                tally.sum(Of.COMPLETED),
                tally.sum(Of.FAILED),
                tally.sum(Of.EXPIRED),
                tally.sum(Of.BLOCKED),
                tally.sum(Of.CANCELLED),
                tally.of(Total.DEGRADED),
                delayed,
                usual,
                hit.size(),
                tally.tenants.overflowed(),
                tally.leastSubjects,
                tally.mostSubjects,
                tally.sum(Of.NANO_USD),
                incident == null ? 0 : bad.sum(Of.NANO_USD),
                tally.of(Total.POSSIBLY_BILLED),
                tally.of(Total.UNPRICED),
                tally.of(Total.PROMPT_TOKENS),
                tally.of(Total.COMPLETION_TOKENS),
                tally.of(Total.ADMITTED_BEFORE),
                tally.of(Total.STILL_OPEN),
                tally.of(Total.NOT_FOLLOWED),
                reasons,
                hit.entrySet().stream()
                        .sorted(Comparator.comparingLong((Map.Entry<String, long[]> entry) -> -harm(entry.getValue()))
                                .thenComparing(Map.Entry::getKey))
                        .limit(MOST_TENANTS_SHOWN)
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private long answered() {
        return tally.sum(Of.COMPLETED)
                + tally.sum(Of.FAILED)
                + tally.sum(Of.EXPIRED)
                + tally.sum(Of.BLOCKED)
                + tally.sum(Of.CANCELLED);
    }

    private static long harm(long[] numbers) {
        return numbers[Tenant.HARMED.ordinal()] + numbers[Tenant.DEGRADED.ordinal()];
    }

    private static TenantRow row(String tenant, long[] numbers) {
        return new TenantRow(
                tenant,
                numbers[Tenant.REQUESTS.ordinal()],
                numbers[Tenant.FAILED.ordinal()],
                numbers[Tenant.EXPIRED.ordinal()],
                numbers[Tenant.BLOCKED.ordinal()],
                numbers[Tenant.DEGRADED.ordinal()],
                numbers[Tenant.RETRIED.ordinal()]);
    }

    private List<TargetRow> targets() {
        return tally.targets.all().entrySet().stream()
                .map(entry -> new TargetRow(
                        entry.getKey(),
                        Objects.requireNonNullElse(tally.providers.get(entry.getKey()), ""),
                        entry.getValue()[Target.ATTEMPTS.ordinal()],
                        entry.getValue()[Target.FAILED.ordinal()],
                        entry.getValue()[Target.PROMPT_TOKENS.ordinal()],
                        entry.getValue()[Target.COMPLETION_TOKENS.ordinal()],
                        entry.getValue()[Target.NANO_USD.ordinal()]))
                .sorted(Comparator.comparingLong(TargetRow::attempts).reversed().thenComparing(TargetRow::target))
                .toList();
    }
}
