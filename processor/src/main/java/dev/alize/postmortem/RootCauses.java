package dev.alize.postmortem;

import dev.alize.diagnosis.Cause;
import dev.alize.postmortem.Report.RootCause;
import dev.alize.postmortem.Tally.Total;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Walks the runbook's decision tree with the numbers of the window. */
final class RootCauses {
    /** Below this share of the failed attempts, a branch is noise. */
    private static final double NOISE = 0.02;

    private final Tally tally;
    private final Map<Cause, Long> attempts = new EnumMap<>(Cause.class);

    private RootCauses(Tally tally) {
        this.tally = tally;
        tally.kinds
                .all()
                .forEach((kind, bySlice) ->
                        attempts.merge(Cause.of(kind), Arrays.stream(bySlice).sum(), Long::sum));
    }

    /** The main cause first; empty where nothing failed. A refused key comes before all else: it stops the calls. */
    static List<RootCause> of(Tally tally) {
        return new RootCauses(tally).all();
    }

    private List<RootCause> all() {
        if (happened("key_refused") > 0) {
            attempts.merge(Cause.KEY, 0L, Long::sum);
        }
        if (attempts.keySet().stream().noneMatch(Cause::isIncident)) {
            addFromAnswers();
        }
        long sum = attempts.entrySet().stream()
                .filter(entry -> entry.getKey().isIncident())
                .mapToLong(Map.Entry::getValue)
                .sum();
        boolean incident = attempts.keySet().stream().anyMatch(Cause::isIncident);
        List<RootCause> causes = new ArrayList<>();
        attempts.forEach((cause, count) -> {
            if (cause.isIncident() || !incident) {
                double share = sum == 0 ? 0 : (double) count / sum;
                causes.add(new RootCause(cause, count, share, evidence(cause)));
            }
        });
        causes.sort(Comparator.comparing((RootCause cause) -> !isRefusedKey(cause))
                .thenComparing(Comparator.comparingLong(RootCause::attempts).reversed()));
        causes.removeIf(
                cause -> causes.size() > 1 && cause != causes.get(0) && cause.share() < NOISE && !isRefusedKey(cause));
        return causes;
    }

    /** Requests that were not completed without a failed call. */
    private void addFromAnswers() {
        tally.reasons.all().forEach((reason, count) -> {
            Cause cause = Cause.of(reason.substring(reason.indexOf(' ') + 1));
            attempts.merge(cause, 0L, Long::sum);
        });
    }

    private boolean isRefusedKey(RootCause cause) {
        return cause.cause() == Cause.KEY && happened("key_refused") > 0;
    }

    private long happened(String kind) {
        return tally.happenings.stream().filter(one -> one.kind().equals(kind)).count();
    }

    private List<String> evidence(Cause cause) {
        List<String> evidence = new ArrayList<>();
        tally.statuses.all().entrySet().stream()
                .filter(entry -> Cause.of(entry.getKey().split(" ", 2)[0]) == cause)
                .sorted(Comparator.comparingLong((Map.Entry<String, long[]> entry) -> entry.getValue()[0])
                        .reversed())
                .limit(5)
                .forEach(entry -> evidence.add(status(entry.getKey(), entry.getValue()[0])));
        tally.reasons.all().forEach((reason, count) -> {
            if (Cause.of(reason.substring(reason.indexOf(' ') + 1)) == cause) {
                evidence.add(Words.count(count[0], "request") + " ended as " + reason.replaceFirst(" ", ": "));
            }
        });
        switch (cause) {
            case KEY ->
                add(
                        evidence,
                        happened("key_refused"),
                        "time a target's key was taken as refused",
                        "times a target's key was taken as refused");
            case QUOTA -> {
                add(evidence, happened("pacing"), "pacing event", "pacing events");
                tally.remaining.forEach((meter, least) -> least(evidence, meter, least));
            }
            case CAPACITY, SERVER, NETWORK, TIMEOUT, SLOW ->
                add(
                        evidence,
                        tally.happenings.stream()
                                .filter(one -> one.kind().equals("breaker")
                                        && one.reason().equals("open"))
                                .count(),
                        "time a breaker opened",
                        "times a breaker opened");
            case UNKNOWN ->
                add(
                        evidence,
                        tally.of(Total.UNKNOWN_ATTEMPTS),
                        "call was cut off by a crash",
                        "calls were cut off by crashes");
            case POLICY ->
                tally.policies
                        .all()
                        .forEach((policy, count) ->
                                evidence.add(Words.count(count[0], "block") + " by " + policy.replaceFirst(" ", ": ")));
            case OURS, CALLER, GAP -> {}
        }
        return List.copyOf(evidence);
    }

    private static String status(String name, long count) {
        String[] parts = name.split(" ", 2);
        return Words.count(count, "failed call") + ": " + parts[0] + (parts.length > 1 ? ", HTTP " + parts[1] : "");
    }

    private static void add(List<String> evidence, long count, String one, String many) {
        if (count > 0) {
            evidence.add(String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many));
        }
    }

    private void least(List<String> evidence, String meter, long[] least) {
        long lowest = Arrays.stream(least).filter(left -> left >= 0).min().orElse(-1);
        Long limit = tally.limits.get(meter);
        if (limit != null && lowest >= 0 && lowest * 10 <= limit) {
            evidence.add(String.format(Locale.ROOT, "%s: down to %,d of %,d left", meter, lowest, limit));
        }
    }
}
