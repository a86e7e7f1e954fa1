package dev.alize.doctor;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import dev.alize.doctor.TrailTally.Known;
import dev.alize.doctor.TrailTally.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the last minutes of the audit trail say: errors, breakers and keys, and what is left of quotas. */
final class TrailCheck {
    private static final int MOST_MODELS = 8;
    /** Fewer attempts say nothing of an outage. */
    private static final long ENOUGH = 5;

    private static final double DEGRADED = 0.05;

    private final Sums sums;
    private final Remedies remedies;
    private final Map<String, String> providers;

    private TrailCheck(Sums sums, Remedies remedies, Map<String, String> providers) {
        this.sums = sums;
        this.remedies = remedies;
        this.providers = providers;
    }

    /**
     * All that the trail says.
     *
     * @param reading how far it was read
     * @param providers those of the configured targets, by target
     * @param now for pauses that may be over
     */
    static List<Finding> of(Sums sums, Reading reading, Remedies remedies, Map<String, String> providers, Instant now) {
        TrailCheck check = new TrailCheck(sums, remedies, providers);
        List<Finding> findings = new ArrayList<>();
        findings.add(check.errors(reading));
        check.breakers().forEach(findings::add);
        findings.add(check.quotas(now));
        return findings;
    }

    /**
     * How far the trail was read.
     *
     * @param window what was asked for, up to now
     * @param events that were read
     * @param whole false where the time did not suffice
     */
    record Reading(Duration window, long events, boolean whole) {
        private String since() {
            return "in the last " + Texts.span(window);
        }
    }

    private Finding errors(Reading reading) {
        long attempts = 0;
        long bad = 0;
        Severity severity = null;
        List<Fact> facts = new ArrayList<>();
        for (Map.Entry<String, Map<String, Long>> model : byErrors()) {
            long of = sum(model.getValue());
            long failed = failed(model.getValue());
            attempts += of;
            bad += failed;
            severity = Verdict.worse(severity, severity(failed, of));
            if (failed > 0 && facts.size() < MOST_MODELS) {
                facts.add(new Fact(Texts.line(model.getKey()), failed + " of " + of + ": " + kinds(model.getValue())));
            }
        }
        if (bad > 0 && bad == attempts && attempts >= ENOUGH) {
            severity = Severity.P1;
        }
        String says = Texts.count(bad, "failed attempt") + " of " + Texts.number(attempts) + " ("
                + Texts.percent(bad, attempts) + ") " + reading.since();
        if (!reading.whole()) {
            says += "; there was no time to read all of it";
            severity = Verdict.worse(severity, Severity.P4);
        }
        return new Finding(Area.ERRORS, "", severity, says, facts, bad == 0 ? List.of() : causes());
    }

    private List<Map.Entry<String, Map<String, Long>>> byErrors() {
        return sums.models().entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Map<String, Long>> e) -> failed(e.getValue()))
                        .reversed())
                .toList();
    }

    private static long sum(Map<String, Long> outcomes) {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What callers and policies are to blame for is no trouble of a target. */
    private static long failed(Map<String, Long> outcomes) {
        return outcomes.entrySet().stream()
                .filter(outcome -> isBad(outcome.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static boolean isBad(String outcome) {
        return !outcome.equals("success")
                && !outcome.equals("unknown")
                && Cause.of(outcome).isIncident();
    }

    private static String kinds(Map<String, Long> outcomes) {
        return outcomes.entrySet().stream()
                .filter(outcome -> isBad(outcome.getKey()))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(outcome -> Texts.line(outcome.getKey()) + " " + outcome.getValue())
                .collect(Collectors.joining(", "));
    }

    private static @Nullable Severity severity(long failed, long attempts) {
        if (failed == 0) {
            return null;
        }
        if (attempts < ENOUGH || failed < attempts * DEGRADED) {
            return Severity.P3;
        }
        return Severity.P2;
    }

    private List<Remedy> causes() {
        List<Remedy> all = new ArrayList<>();
        sums.targets()
                .forEach((target, causes) -> causes.entrySet().stream()
                        .filter(cause -> cause.getKey().isIncident())
                        .max(Map.Entry.comparingByValue())
                        .map(cause -> trouble(cause.getKey()))
                        .filter(trouble -> providers.containsKey(target))
                        .ifPresent(trouble -> all.addAll(remedies.against(trouble, target, provider(target), ""))));
        return Remedies.once(all);
    }

    private static @Nullable Trouble trouble(Cause cause) {
        return switch (cause) {
            case KEY -> Trouble.KEY;
            case QUOTA -> Trouble.QUOTA;
            case CAPACITY -> Trouble.CAPACITY;
            case SERVER -> Trouble.SERVER;
            case NETWORK -> Trouble.NETWORK;
            case TIMEOUT, SLOW -> Trouble.TIMEOUT;
            case OURS, POLICY, CALLER, UNKNOWN, GAP -> null;
        };
    }

    private String provider(String target) {
        return providers.getOrDefault(target, "");
    }

    /** Targets that an instance does not call, or only tries. */
    private List<Finding> breakers() {
        Map<String, List<Known>> byTarget = new TreeMap<>();
        sums.states().values().stream()
                .filter(known -> known.target() != null && providers.containsKey(known.target()))
                .filter(TrailCheck::isBad)
                .forEach(known -> byTarget.computeIfAbsent(
                                Objects.requireNonNull(known.target()), t -> new ArrayList<>())
                        .add(known));
        return byTarget.entrySet().stream()
                .map(e -> held(e.getKey(), e.getValue()))
                .toList();
    }

    private static boolean isBad(Known known) {
        return switch (known.kind()) {
            case "breaker" -> !known.reason().equals("closed");
            case "probe" -> known.reason().equals("unhealthy");
            case "silence" -> known.reason().equals("begun");
            case "key_refused" -> true;
            default -> false;
        };
    }

    private Finding held(String target, List<Known> states) {
        List<Fact> facts = states.stream()
                .map(known -> new Fact(known.instance(), known.kind() + " " + known.reason() + " since " + known.at()))
                .distinct()
                .limit(MOST_MODELS)
                .toList();
        boolean key = states.stream().anyMatch(known -> known.kind().equals("key_refused"));
        boolean breaker = states.stream().anyMatch(known -> known.kind().equals("breaker"));
        boolean silence = states.stream().anyMatch(known -> known.kind().equals("silence"));
        long instances = states.stream().map(Known::instance).distinct().count();
        String what = key
                ? "key refused"
                : breaker ? "breaker open" : silence ? "open calls get no answer" : "its probe fails";
        return new Finding(
                Area.ERRORS,
                target,
                key ? Severity.P1 : Severity.P2,
                what + " on " + Texts.count(instances, "instance"),
                facts,
                key ? remedies.against(Trouble.KEY, target, provider(target), "") : List.of(remedies.around(target)));
    }

    private Finding quotas(Instant now) {
        List<Fact> facts = new ArrayList<>();
        List<Remedy> what = new ArrayList<>();
        Severity severity = null;
        for (Map.Entry<String, TrailTally.Headers> target : sums.limits().entrySet()) {
            List<Limits.Left> left = Limits.of(target.getValue().headers());
            if (left.isEmpty()) {
                continue;
            }
            facts.add(
                    new Fact(target.getKey(), left.stream().map(String::valueOf).collect(Collectors.joining(", "))));
            if (left.stream().anyMatch(Limits.Left::isLow)) {
                severity = Verdict.worse(severity, Severity.P3);
                if (providers.containsKey(target.getKey())) {
                    what.addAll(remedies.against(Trouble.QUOTA, target.getKey(), provider(target.getKey()), ""));
                }
            }
        }
        for (Known known : sums.states().values()) {
            if (known.kind().equals("pacing") && holdsBack(known, now)) {
                String group = known.details().getOrDefault("group", "");
                facts.add(new Fact(
                        "group " + group + " on " + known.instance(), known.reason() + " since " + known.at()));
                severity = Verdict.worse(severity, known.reason().equals("stopped") ? Severity.P2 : Severity.P3);
            }
        }
        String says = facts.isEmpty()
                ? "no answer told of limits"
                : severity == null ? "there is quota left" : "little quota left, or calls are held back";
        return new Finding(Area.QUOTA, "", severity, says, facts, Remedies.once(what));
    }

    private static boolean holdsBack(Known known, Instant now) {
        if (known.reason().equals("stopped")) {
            return true;
        }
        if (!known.reason().equals("paused")) {
            return false;
        }
        try {
            long ms = Long.parseLong(known.details().getOrDefault("for_ms", "0"));
            return now.isBefore(known.at().plusMillis(ms));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
