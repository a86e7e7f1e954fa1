package dev.alize.postmortem;

import dev.alize.postmortem.Report.BreakerRow;
import dev.alize.postmortem.Report.Change;
import dev.alize.postmortem.Report.Series;
import dev.alize.postmortem.Tally.Of;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The numbers over time. */
final class Plotted {
    private static final int MOST_KINDS = 7;
    private static final int MOST_METERS = 6;
    private static final int MOST_BREAKERS = 12;
    private static final int MOST_CHANGES = 2_000;

    private final Slices slices;
    private final Tally tally;

    Plotted(Slices slices, Tally tally) {
        this.slices = slices;
        this.tally = tally;
    }

    Series series() {
        List<BreakerRow> breakers = breakers();
        return new Series(
                slices.millis(),
                slices.count(),
                outcomes(),
                largest(tally.kinds.all()),
                latency(),
                fallbackShare(),
                tally.of(Of.NANO_USD),
                meters(),
                Map.copyOf(tally.limits),
                tally.of(Of.LIMITED),
                breakers.subList(0, Math.min(MOST_BREAKERS, breakers.size())),
                Math.max(0, breakers.size() - MOST_BREAKERS));
    }

    private Map<String, long[]> outcomes() {
        Map<String, long[]> outcomes = new LinkedHashMap<>();
        long[] fallback = tally.of(Of.FALLBACK);
        long[] completed = tally.of(Of.COMPLETED).clone();
        for (int i = 0; i < completed.length; i++) {
            completed[i] -= fallback[i];
        }
        outcomes.put("completed", completed);
        outcomes.put("completed by fallback", fallback);
        outcomes.put("blocked", tally.of(Of.BLOCKED));
        outcomes.put("failed", tally.of(Of.FAILED));
        outcomes.put("expired", tally.of(Of.EXPIRED));
        outcomes.put("cancelled", tally.of(Of.CANCELLED));
        return outcomes;
    }

    /** The most frequent ones, and the sum of the rest. */
    private Map<String, long[]> largest(Map<String, long[]> all) {
        Map<String, long[]> largest = new LinkedHashMap<>();
        all.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, long[]> entry) ->
                                -Arrays.stream(entry.getValue()).sum())
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    if (largest.size() < MOST_KINDS) {
                        largest.put(entry.getKey(), entry.getValue());
                    } else {
                        long[] rest = largest.computeIfAbsent("others", name -> new long[slices.count()]);
                        Arrays.setAll(rest, i -> rest[i] + entry.getValue()[i]);
                    }
                });
        return largest;
    }

    private Map<String, long[]> latency() {
        Map<String, long[]> latency = new LinkedHashMap<>();
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("p50", 0.5);
        shares.put("p95", 0.95);
        shares.put("p99", 0.99);
        shares.forEach((name, share) -> {
            long[] millis = new long[slices.count()];
            Arrays.setAll(millis, i -> tally.requestMillis[i] == null ? -1 : tally.requestMillis[i].percentile(share));
            latency.put(name, millis);
        });
        return latency;
    }

    private double[] fallbackShare() {
        double[] shares = new double[slices.count()];
        Arrays.setAll(shares, i -> {
            long completed = tally.of(Of.COMPLETED)[i];
            return completed == 0 ? Double.NaN : (double) tally.of(Of.FALLBACK)[i] / completed;
        });
        return shares;
    }

    /** Those that came closest to their limit. */
    private Map<String, long[]> meters() {
        return tally.remaining.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, long[]> entry) -> leastShare(entry))
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_METERS)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (left, right) -> left, LinkedHashMap::new));
    }

    private double leastShare(Map.Entry<String, long[]> meter) {
        long least =
                Arrays.stream(meter.getValue()).filter(left -> left >= 0).min().orElse(Long.MAX_VALUE);
        Long limit = tally.limits.get(meter.getKey());
        return limit == null ? Double.MAX_VALUE : (double) least / limit;
    }

    private List<BreakerRow> breakers() {
        Map<String, List<Change>> changes = new TreeMap<>();
        Map<String, Happening> firsts = new TreeMap<>();
        for (Happening one : tally.happenings) {
            if (one.kind().equals("breaker") && one.target() != null) {
                String name = one.target() + "\n" + one.instance();
                firsts.putIfAbsent(name, one);
                List<Change> of = changes.computeIfAbsent(name, unknown -> new ArrayList<>());
                if (of.size() < MOST_CHANGES) {
                    of.add(new Change(one.at(), one.reason()));
                }
            }
        }
        return firsts.entrySet().stream()
                .map(entry -> new BreakerRow(
                        String.valueOf(entry.getValue().target()),
                        entry.getValue().instance(),
                        List.copyOf(changes.getOrDefault(entry.getKey(), List.of()))))
                .sorted(Comparator.comparingInt(
                        (BreakerRow row) -> -row.changes().size()))
                .toList();
    }
}
