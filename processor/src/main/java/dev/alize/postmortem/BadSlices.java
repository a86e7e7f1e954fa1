package dev.alize.postmortem;

import dev.alize.postmortem.Report.Incident;
import dev.alize.postmortem.Report.Stretch;
import dev.alize.postmortem.Tally.Of;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which slices belong to the incident: those in which at least 5 % of the calls or of the answered requests failed, and
 * at least three of them, or nothing else happened; and while a breaker that opened then is not closed again, those with
 * any failure, since few calls are made then. Callers' mistakes and policies' blocks do not count.
 */
final class BadSlices {
    static final double BAD_SHARE = 0.05;
    private static final int FEW = 3;
    /** Failures without a success that make a total outage. */
    private static final int MANY = 10;
    /** Good slices between two bad ones that do not part them. */
    private static final int BRIDGE = 2;

    private final Tally tally;
    private final BitSet bad = new BitSet();
    private final int count;
    private final boolean steady;

    BadSlices(Slices slices, Tally tally) {
        this.tally = tally;
        this.count = slices.count();
        for (int i = 0; i < count; i++) {
            bad.set(i, isBad(i));
        }
        addTrials(slices);
        // A few failures here and there: the incident is all of them.
        this.steady = bad.isEmpty();
        if (steady) {
            IntStream.range(0, count).filter(i -> tally.firstFailure[i] > 0).forEach(bad::set);
        }
    }

    private void addTrials(Slices slices) {
        Map<String, Instant> open = new HashMap<>();
        for (Happening one : tally.happenings) {
            if (one.kind().equals("breaker")) {
                String breaker = one.target() + "\n" + one.instance();
                if (one.reason().equalsIgnoreCase("closed")) {
                    Instant since = open.remove(breaker);
                    if (since != null) {
                        addTrials(
                                slices.of(since.toEpochMilli()),
                                slices.of(one.at().toEpochMilli()));
                    }
                } else {
                    open.putIfAbsent(breaker, one.at());
                }
            }
        }
        open.values().forEach(since -> addTrials(slices.of(since.toEpochMilli()), count - 1));
    }

    private void addTrials(int from, int to) {
        int near = bad.nextSetBit(Math.max(0, from - BRIDGE));
        if (near >= 0 && near <= to) {
            IntStream.rangeClosed(from, to)
                    .filter(slice -> tally.firstFailure[slice] > 0)
                    .forEach(bad::set);
        }
    }

    private boolean isBad(int slice) {
        long attempts = tally.of(Of.ATTEMPTS)[slice];
        long failed = tally.of(Of.ATTEMPTS_FAILED)[slice];
        long harmed = tally.of(Of.HARMED)[slice];
        long answered = answered(tally, slice);
        return (failed >= FEW && failed >= BAD_SHARE * attempts)
                || (harmed >= FEW && harmed >= BAD_SHARE * answered)
                || (failed + harmed > 0 && tally.of(Of.COMPLETED)[slice] == 0);
    }

    private static long answered(Tally tally, int slice) {
        return tally.of(Of.COMPLETED)[slice]
                + tally.of(Of.BLOCKED)[slice]
                + tally.of(Of.FAILED)[slice]
                + tally.of(Of.EXPIRED)[slice]
                + tally.of(Of.CANCELLED)[slice];
    }

    boolean contains(int slice) {
        return bad.get(slice);
    }

    /** Whether failures are spread so thinly that no slice is bad. */
    boolean isSteady() {
        return steady;
    }

    /** A run of slices in which calls or requests failed, at least ten, and none was completed. */
    boolean hasTotalOutage() {
        long failures = 0;
        for (int i = 0; i < count; i++) {
            if (tally.of(Of.COMPLETED)[i] > 0) {
                failures = 0;
            }
            failures += tally.of(Of.COMPLETED)[i] > 0 ? 0 : tally.of(Of.ATTEMPTS_FAILED)[i] + tally.of(Of.HARMED)[i];
            if (failures >= MANY) {
                return true;
            }
        }
        return false;
    }

    /** Numbers of the bad slices alone. */
    long sum(Of what) {
        return bad.stream().mapToLong(i -> tally.of(what)[i]).sum();
    }

    Optional<Incident> incident() {
        if (bad.isEmpty()) {
            return Optional.empty();
        }
        List<Stretch> stretches = stretches();
        return Optional.of(new Incident(
                stretches.getFirst().from(),
                stretches.getLast().to(),
                recovered(bad.length() - 1).orElse(null),
                stretches));
    }

    private Optional<Instant> recovered(int last) {
        if (tally.completedAfter[last] > 0) {
            return Optional.of(Instant.ofEpochMilli(tally.completedAfter[last]));
        }
        return IntStream.range(last + 1, count)
                .filter(i -> tally.firstCompleted[i] > 0)
                .mapToObj(i -> Instant.ofEpochMilli(tally.firstCompleted[i]))
                .findFirst();
    }

    private List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        int first = bad.nextSetBit(0);
        int last = first;
        for (int i = first; i >= 0; i = bad.nextSetBit(i + 1)) {
            if (i - last > BRIDGE + 1) {
                stretches.add(stretch(first, last));
                first = i;
            }
            last = i;
        }
        stretches.add(stretch(first, last));
        return List.copyOf(stretches);
    }

    private Stretch stretch(int first, int last) {
        return new Stretch(
                Instant.ofEpochMilli(tally.firstFailure[first]), Instant.ofEpochMilli(tally.lastFailure[last]));
    }
}
