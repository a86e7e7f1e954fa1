package dev.alize.postmortem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** What was counted. Its size depends on the bounds below alone. Not thread-safe. */
final class Tally {
    static final int MOST_TENANTS = 10_000;
    static final int MOST_SUBJECTS = 20_000;
    static final int MOST_HAPPENINGS = 20_000;
    private static final int MOST_KINDS = 40;
    private static final int MOST_TARGETS = 100;
    private static final int MOST_METERS = 24;

    /** Numbers of a slice. */
    enum Of {
        ADMITTED,
        COMPLETED,
        BLOCKED,
        FAILED,
        EXPIRED,
        CANCELLED,
        /** Failed or expired requests that make an incident. */
        HARMED,
        /** Of the completed: by another target than the first, and by an old answer out of the cache. */
        FALLBACK,
        STALE,
        ATTEMPTS,
        /** Failed attempts that make an incident. */
        ATTEMPTS_FAILED,
        LIMITED,
        NANO_USD
    }

    /** Numbers of the whole window. */
    enum Total {
        ENTRIES,
        DAMAGED,
        UNCHAINED,
        RETRIES,
        FALLBACKS,
        RETRIED_COMPLETED,
        FALLBACK_COMPLETED,
        DEGRADED,
        HELD,
        PARKED,
        DUPLICATES,
        INVALID,
        UNDECODABLE,
        CONFLICTS,
        CANCELS,
        REDISPATCHED,
        DEAD_LETTERS,
        CACHE_HITS,
        STALE_HITS,
        POSSIBLY_BILLED,
        UNKNOWN_ATTEMPTS,
        ADMITTED_BEFORE,
        STILL_OPEN,
        NOT_FOLLOWED,
        PROMPT_TOKENS,
        COMPLETION_TOKENS,
        UNPRICED,
        HAPPENINGS_LEFT_OUT
    }

    /** Numbers of a tenant. */
    enum Tenant {
        REQUESTS,
        FAILED,
        EXPIRED,
        BLOCKED,
        DEGRADED,
        RETRIED,
        HARMED
    }

    /** Numbers of a target. */
    enum Target {
        ATTEMPTS,
        FAILED,
        PROMPT_TOKENS,
        COMPLETION_TOKENS,
        NANO_USD
    }

    private final long[][] slices;
    private final long[] totals = new long[Total.values().length];
    final @Nullable LogHistogram[] requestMillis;
    final @Nullable LogHistogram[] attemptMillis;
    /** First and last moments, 0 for none. */
    final long[] firstFailure;

    final long[] lastFailure;
    final long[] firstCompleted;
    /** First completed request after the last failure of the slice, as far as its partition knows. */
    final long[] completedAfter;
    /** Kinds of failed attempts by slice; and with their status, in all. */
    final Counts kinds;

    final Counts statuses = new Counts(MOST_KINDS, 1);
    /** Reasons of requests that were not completed. */
    final Counts reasons = new Counts(MOST_KINDS, 1);

    final Counts policies = new Counts(MOST_KINDS, 1);
    final Counts tenants = new Counts(MOST_TENANTS, Tenant.values().length);
    final Counts targets = new Counts(MOST_TARGETS, Target.values().length);
    final Map<String, String> providers = new HashMap<>();
    /** Least that was left of a limit, by slice, -1 for unknown; the limit itself. */
    final Map<String, long[]> remaining = new HashMap<>();

    final Map<String, Long> limits = new HashMap<>();
    final List<Happening> happenings = new ArrayList<>();
    final Set<String> subjects = new HashSet<>();
    long leastSubjects;
    long mostSubjects;
    long firstFallback;
    long firstStale;

    Tally(int count) {
        slices = new long[Of.values().length][count];
        requestMillis = new LogHistogram[count];
        attemptMillis = new LogHistogram[count];
        firstFailure = new long[count];
        lastFailure = new long[count];
        firstCompleted = new long[count];
        completedAfter = new long[count];
        kinds = new Counts(MOST_KINDS, count);
    }

    void add(Of what, int slice, long more) {
        slices[what.ordinal()][slice] += more;
    }

    void add(Total what, long more) {
        totals[what.ordinal()] += more;
    }

    long[] of(Of what) {
        return slices[what.ordinal()];
    }

    long sum(Of what) {
        return Arrays.stream(of(what)).sum();
    }

    long of(Total what) {
        return totals[what.ordinal()];
    }

    void remaining(String meter, int slice, long left) {
        long[] least = remaining.get(meter);
        if (least == null) {
            if (remaining.size() >= MOST_METERS) {
                return;
            }
            least = new long[of(Of.ADMITTED).length];
            Arrays.fill(least, -1);
            remaining.put(meter, least);
        }
        least[slice] = least[slice] < 0 ? left : Math.min(least[slice], left);
    }

    void happened(Happening happening) {
        if (happenings.size() < MOST_HAPPENINGS) {
            happenings.add(happening);
        } else {
            add(Total.HAPPENINGS_LEFT_OUT, 1);
        }
    }

    static void time(@Nullable LogHistogram[] histograms, int slice, long millis) {
        LogHistogram histogram = histograms[slice];
        if (histogram == null) {
            histogram = new LogHistogram();
            histograms[slice] = histogram;
        }
        histogram.add(millis);
    }

    /** Joins another partition's. Pseudonyms of another partition are other ones, so subjects stay apart. */
    void add(Tally other) {
        for (int i = 0; i < slices.length; i++) {
            join(slices[i], other.slices[i], Long::sum);
        }
        join(totals, other.totals, Long::sum);
        join(firstFailure, other.firstFailure, Tally::earlier);
        join(lastFailure, other.lastFailure, Math::max);
        join(firstCompleted, other.firstCompleted, Tally::earlier);
        joinCompletedAfter(other);
        join(requestMillis, other.requestMillis);
        join(attemptMillis, other.attemptMillis);
        kinds.add(other.kinds);
        statuses.add(other.statuses);
        reasons.add(other.reasons);
        policies.add(other.policies);
        tenants.add(other.tenants);
        targets.add(other.targets);
        providers.putAll(other.providers);
        other.remaining.forEach((meter, least) -> {
            for (int i = 0; i < least.length; i++) {
                if (least[i] >= 0) {
                    remaining(meter, i, least[i]);
                }
            }
        });
        limits.putAll(other.limits);
        other.happenings.forEach(this::happened);
        happenings.sort(Comparator.comparing(Happening::at));
        leastSubjects = Math.max(leastSubjects, other.subjects.size());
        mostSubjects += other.subjects.size();
        firstFallback = earlier(firstFallback, other.firstFallback);
        firstStale = earlier(firstStale, other.firstStale);
    }

    private static void join(long[] sum, long[] more, LongBinaryOperator how) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = how.applyAsLong(sum[i], more[i]);
        }
    }

    private static void join(@Nullable LogHistogram[] sum, @Nullable LogHistogram[] more) {
        for (int i = 0; i < sum.length; i++) {
            LogHistogram left = sum[i];
            LogHistogram right = more[i];
            if (left == null) {
                sum[i] = right;
            } else if (right != null) {
                left.add(right);
            }
        }
    }

    private void joinCompletedAfter(Tally other) {
        for (int i = 0; i < completedAfter.length; i++) {
            long mine = completedAfter[i] < lastFailure[i] ? 0 : completedAfter[i];
            long theirs = other.completedAfter[i] < lastFailure[i] ? 0 : other.completedAfter[i];
            completedAfter[i] = earlier(mine, theirs);
        }
    }

    static long earlier(long left, long right) {
        return left == 0 ? right : right == 0 ? left : Math.min(left, right);
    }
}
