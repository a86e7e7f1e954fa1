package dev.alize.metrics.health;

import dev.alize.domain.Blame;
import dev.alize.domain.FailureKind;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts of the last five minutes say of a target. Failures that the caller or a policy is to blame for say
 * nothing of it. Thread-safe; keeps thirty small counts, whatever the load.
 */
public final class TargetHealth {
    public static final String SUCCESS = "success";
    private static final int SPAN_MS = 10_000;
    private static final int SPANS = 30;
    /** A target that recovers is called healthy after so many spans, although its errors are still listed. */
    private static final int RECENT_SPANS = 6;

    private static final double UNHEALTHY_SHARE = 0.5;
    private static final double DEGRADED_SHARE = 0.05;
    private static final Map<String, FailureKind> KINDS =
            Arrays.stream(FailureKind.values()).collect(Collectors.toMap(FailureKind::code, kind -> kind));

    private final String provider;
    private final LongSupplier clock;
    private final Tally[] spans = new Tally[SPANS];
    private final long[] numbers = new long[SPANS];
    private @Nullable String lastOutcome;
    private long lastAt;

    /** @param clock milliseconds since 1970 */
    TargetHealth(String provider, LongSupplier clock) {
        this.provider = provider;
        this.clock = clock;
        Arrays.setAll(spans, i -> new Tally());
    }

    /** @param outcome {@code success}, or the code of a failure */
    public synchronized void attempted(String outcome) {
        lastAt = clock.getAsLong();
        lastOutcome = outcome;
        long number = lastAt / SPAN_MS;
        int i = (int) (number % SPANS);
        if (numbers[i] != number) {
            numbers[i] = number;
            spans[i].clear();
        }
        spans[i].add(outcome, 1);
    }

    String provider() {
        return provider;
    }

    synchronized Report report() {
        long now = clock.getAsLong();
        Tally all = last(SPANS, now);
        Tally recent = last(RECENT_SPANS, now);
        Map<String, Long> errors = new TreeMap<>(all.counts());
        errors.remove(SUCCESS);
        return new Report(
                provider,
                condition(recent.total() > 0 ? recent : all),
                lastOutcome,
                now - lastAt,
                all.total(),
                Map.copyOf(errors));
    }

    private Tally last(int count, long now) {
        Tally sum = new Tally();
        for (int i = 0; i < SPANS; i++) {
            if (numbers[i] > now / SPAN_MS - count) {
                sum.addAll(spans[i]);
            }
        }
        return sum;
    }

    private static Condition condition(Tally tally) {
        long failed = tally.counts().entrySet().stream()
                .filter(entry -> speaksAgainstTheTarget(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        double share = failed == 0 ? 0 : (double) failed / tally.total();
        if (share >= UNHEALTHY_SHARE) {
            return Condition.UNHEALTHY;
        }
        return share >= DEGRADED_SHARE ? Condition.DEGRADED : Condition.HEALTHY;
    }

    private static boolean speaksAgainstTheTarget(String outcome) {
        FailureKind kind = KINDS.get(outcome);
        return kind != null && kind.blame() != Blame.CALLER && kind.blame() != Blame.POLICY;
    }

    /**
     * What is known of a target.
     *
     * @param lastOutcome null where it was never called
     * @param sinceLastMs milliseconds since that outcome; of no meaning where there was none
     * @param attempts of the last five minutes
     * @param errors of the last five minutes, by kind
     */
    public record Report(
            String provider,
            Condition condition,
            @Nullable String lastOutcome,
            long sinceLastMs,
            long attempts,
            Map<String, Long> errors) {}
}
