package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.schemas.IncidentSignal;
import dev.alize.schemas.IncidentSwitch;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is seen around an incident, and how it is told. Not thread-safe. */
final class Sights {
    private static final long MINUTE_MS = 60_000;
    /** While a target is in trouble, it is probed every few seconds, and unhealthy after some failures. */
    private static final long PROBED_MS = 45_000;

    private static final int MOST_KINDS = 3;

    private final Windows windows;
    private final Switches switches;
    private final Targets targets;
    private final Outside outside;

    Sights(Windows windows, Switches switches, Targets targets, Outside outside) {
        this.windows = windows;
        this.switches = switches;
        this.targets = targets;
        this.outside = outside;
    }

    /** What other targets saw while those of the incident failed: not what they saw before, or see since it is over. */
    Reach.Sights of(Dossier dossier, long now) {
        IncidentSignal worst = lastFailing(dossier, now);
        long from = Signals.bucket(dossier.incident().getBeganAt().toEpochMilli()) + Signals.BUCKET_MS;
        long end = worst == null ? now : worst.getBucket() - (Signals.good(worst) > 0 ? Signals.BUCKET_MS : 0);
        long to = Math.max(from, end);
        boolean same = false;
        boolean others = false;
        boolean othersFail = false;
        String provider = dossier.incident().getProvider();
        for (String name : windows.targets()) {
            List<IncidentSignal> counts = windows.of(name, Math.max(from, to - MINUTE_MS), to);
            long good = counts.stream().mapToLong(Signals::good).sum();
            long failed = counts.stream().mapToLong(Signals::failures).sum();
            boolean isSame = targets.of(name).getProvider().equals(provider);
            if (!dossier.covers(name) && good > failed) {
                same |= isSame;
                others |= !isSame;
            } else if (!isSame && switches.isOn(Switches.SILENCE, name)) {
                othersFail = true;
            } else if (!isSame && failed > 0) {
                Map<Cause, Long> causes = Causes.of(counts);
                othersFail |= causes.containsKey(Cause.NETWORK) || causes.containsKey(Cause.TIMEOUT);
            }
        }
        return new Reach.Sights(
                same || probesAnswer(dossier, now), others, othersFail, instancesDiffer(dossier, from, to));
    }

    /** A probe that failed would be known by now. */
    private boolean probesAnswer(Dossier dossier, long now) {
        return now - dossier.incident().getBeganAt().toEpochMilli() >= PROBED_MS
                && dossier.incident().getTargets().stream()
                        .anyMatch(name -> outside.isProbed(name) && !switches.isOn(Switches.PROBE, name));
    }

    private @Nullable IncidentSignal lastFailing(Dossier dossier, long now) {
        IncidentSignal last = null;
        for (String name : dossier.incident().getTargets()) {
            for (IncidentSignal bucket : windows.of(name, now - Windows.KEPT_MS, now)) {
                if (Signals.failures(bucket) > 0 && (last == null || bucket.getBucket() >= last.getBucket())) {
                    last = bucket;
                }
            }
        }
        return last;
    }

    /** Where the targets' breakers are open on one instance, while calls succeed, as they do on another. */
    private boolean instancesDiffer(Dossier dossier, long from, long to) {
        Set<String> open = new HashSet<>();
        for (IncidentSwitch on : switches.all()) {
            if (on.getWhat().equals(Switches.BREAKER) && dossier.covers(on.getTarget())) {
                open.add(on.getTarget());
            }
        }
        return open.stream()
                .anyMatch(name -> windows.of(name, Math.max(from, to - MINUTE_MS / 2), to).stream()
                                .filter(bucket -> bucket.getSuccesses() > Signals.failures(bucket))
                                .count()
                        >= MOST_KINDS);
    }

    /** What is wrong and how badly. */
    String summary(Dossier dossier, long now) {
        List<String> names = dossier.incident().getTargets();
        IncidentSignal worst = lastFailing(dossier, now);
        long to = worst == null ? now : worst.getBucket();
        long good = 0;
        long failed = 0;
        Map<String, Long> kinds = new TreeMap<>();
        for (String name : names) {
            for (IncidentSignal bucket : windows.of(name, to - MINUTE_MS, to)) {
                good += bucket.getSuccesses();
                failed += Signals.failures(bucket);
                bucket.getFailures().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
            }
        }
        String calls = String.format(
                Locale.ROOT,
                " Of %,d calls at %s in a minute %,d failed%s.",
                good + failed,
                String.join(", ", names),
                failed,
                failed == 0 ? "" : " (" + most(kinds) + ")");
        boolean open = names.stream().anyMatch(name -> switches.isOn(Switches.BREAKER, name));
        boolean silent = names.stream().anyMatch(name -> switches.isOn(Switches.SILENCE, name));
        return dossier.cause().sentence()
                + calls
                + (open ? " Its breaker holds calls back." : "")
                + (silent ? " Open calls get no answer." : "");
    }

    private static String most(Map<String, Long> kinds) {
        return kinds.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_KINDS)
                .map(kind -> String.format(Locale.ROOT, "%s %,d", kind.getKey(), kind.getValue()))
                .collect(Collectors.joining(", "));
    }

    String howItEnded(List<String> names, long now) {
        boolean succeeds = names.stream()
                .anyMatch(name ->
                        windows.of(name, now - MINUTE_MS, now).stream().anyMatch(bucket -> bucket.getSuccesses() > 0));
        return succeeds ? "Calls succeed again" : "No calls were made any more, so none fails";
    }
}
