package dev.alize.incidents;

import dev.alize.config.IncidentSettings;
import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import dev.alize.schemas.IncidentSignal;
import dev.alize.schemas.IncidentTarget;
import dev.alize.usage.Durations;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * From when on something is wrong with a target. One bad moment is not enough: failures must come in three of the last
 * six buckets of 5 s, or go on for 10 s without any success, which is what a breaker's trials show. Pure.
 */
final class Rules {
    /** How long the short look back is. */
    static final long SHORT_MS = 25_000;

    private static final int BAD_BUCKETS = 3;
    private static final int FEW = 3;
    private static final long LASTING_MS = 10_000;
    private static final long OPEN_LONG_MS = 40_000;
    private static final long UNHEALTHY_MS = 20_000;
    /** By then what was answered is settled, also on a busy machine. */
    private static final long SETTLED_MS = 10_000;

    /** An instance that is gone never closes its breaker. */
    private static final long HELD_BACK_MS = 600_000;

    /** By then its calls must have run into any usual timeout. */
    private static final long SILENT_MS = 1_800_000;

    private static final double MEDIAN = 0.5;
    private static final long SLOWER_MS = 1_000;
    private static final long FEW_USUAL = 50;
    private static final String LIMITED = "rate_limited";

    private final IncidentSettings settings;
    private final Windows windows;
    private final Switches switches;

    Rules(IncidentSettings settings, Windows windows, Switches switches) {
        this.settings = settings;
        this.windows = windows;
        this.switches = switches;
    }

    /** @param now in milliseconds since 1970 */
    Optional<Finding> of(IncidentTarget target, long now) {
        return key(target.getTarget(), now)
                .or(() -> failing(target.getTarget(), now))
                .or(() -> silent(target.getTarget(), now))
                .or(() -> slow(target, now))
                .or(() -> minor(target.getTarget(), now))
                .or(() -> unseen(target.getTarget(), now));
    }

    /** The same for the requests of all. */
    Optional<Finding> ofRequests(long now) {
        return degraded(Signals.REQUESTS, "request", now);
    }

    private Optional<Finding> key(String target, long now) {
        long since = switches.since(Switches.KEY, target);
        return since <= now - LASTING_MS
                ? Optional.of(new Finding(Severity.P1, Cause.KEY, since, now, "The key of " + target + " is refused"))
                : Optional.empty();
    }

    private Optional<Finding> failing(String target, long now) {
        return lasting(target, now).or(() -> degraded(target, "call", now)).or(() -> open(target, now));
    }

    private Optional<Finding> lasting(String target, long now) {
        Streak streak = Streak.of(windows.of(target, now - Windows.KEPT_MS, now));
        boolean fresh = now - streak.last() <= settings.window().toMillis();
        if (!fresh || streak.failures() < Math.min(FEW, settings.minFailures()) || streak.spanMs() < LASTING_MS) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Severity.P2,
                cause(target, streak.first(), now),
                streak.first(),
                "All " + number(streak.failures()) + " calls at " + target + " failed for " + streak.spanMs() / 1_000
                        + " s"));
    }

    private Optional<Finding> degraded(String target, String what, long now) {
        List<IncidentSignal> counts = windows.of(target, now - SHORT_MS, now);
        List<IncidentSignal> bad = counts.stream().filter(this::isBad).toList();
        Shares shares = Shares.of(counts);
        if (bad.size() < BAD_BUCKETS || shares.failures() < settings.minFailures() || !isBad(shares)) {
            return Optional.empty();
        }
        long since = bad.getFirst().getFirstFailureAt();
        return Optional.of(new Finding(
                Severity.P2,
                cause(target, since, now),
                since,
                number(shares.failures()) + " of " + number(shares.all()) + " " + what + "s"
                        + (target.isEmpty() ? "" : " at " + target) + " failed within half a minute"));
    }

    /** Without calls nobody sees whether it still fails; where its probes fail as well, less patience is needed. */
    private Optional<Finding> open(String target, long now) {
        long since = switches.since(Switches.BREAKER, target);
        boolean isOpen = since <= now - OPEN_LONG_MS && !hasSuccess(target, now - OPEN_LONG_MS, now);
        long both = Math.max(since, switches.since(Switches.PROBE, target));
        boolean isUnhealthy = both <= now - LASTING_MS && !hasSuccessAfter(windows.of(target, since, now), since);
        return (isOpen || isUnhealthy) && hasAny(target, now - settings.window().toMillis(), now)
                ? Optional.of(new Finding(
                        Severity.P2,
                        cause(target, since - SHORT_MS, now),
                        since,
                        isOpen
                                ? "The breaker of " + target + " does not close"
                                : "The breaker of " + target + " is open, and its probes fail"))
                : Optional.empty();
    }

    private Optional<Finding> silent(String target, long now) {
        OptionalLong since = silentSince(target, now);
        return since.isPresent()
                ? Optional.of(new Finding(
                        Severity.P2,
                        Cause.TIMEOUT,
                        since.getAsLong(),
                        now,
                        "Open calls at " + target + " get no answer"))
                : Optional.empty();
    }

    /** Whether an instance waits for the target in vain, and no call of any instance has succeeded there meanwhile. */
    boolean isSilent(String target, long now) {
        return silentSince(target, now).isPresent();
    }

    private OptionalLong silentSince(String target, long now) {
        return unbroken(Switches.SILENCE, target, SILENT_MS, now);
    }

    /** Whether its breaker holds calls back, so that counts do not show how it is; not believed for ever. */
    boolean isHeldBack(String target, long now) {
        return unbroken(Switches.BREAKER, target, HELD_BACK_MS, now).isPresent();
    }

    /**
     * The first moment since which an instance says so and no call succeeded: what another one says that is gone by now is
     * outlived by successes, and does not count.
     */
    private OptionalLong unbroken(String what, String target, long believedMs, long now) {
        return switches.eachSince(what, target)
                .filter(since -> since <= now && since > now - believedMs)
                .filter(since -> !hasSuccessAfter(windows.of(target, since, now), since))
                .min();
    }

    /**
     * Whether a target is silent, and meanwhile no call or request has succeeded anywhere and something has failed: a few
     * long calls at night, when nothing else is called, are no outage.
     */
    boolean isAllSilent(String target, long now) {
        OptionalLong since = silentSince(target, now);
        if (since.isEmpty()) {
            return false;
        }
        List<IncidentSignal> all = windows.ofAll(since.getAsLong(), now);
        boolean failed = switches.isOn(Switches.PROBE, target)
                || all.stream().anyMatch(bucket -> bucket.getLastFailureAt() > since.getAsLong());
        return failed && !hasSuccessAfter(all, since.getAsLong());
    }

    /**
     * Whether its breaker holds calls back, and meanwhile no call or request has succeeded anywhere: where probes fail too,
     * nothing is tried, and so nothing fails any more.
     */
    boolean isAllHeldBack(String target, long now) {
        OptionalLong since = unbroken(Switches.BREAKER, target, HELD_BACK_MS, now);
        return since.isPresent()
                && since.getAsLong() <= now - SETTLED_MS - LASTING_MS
                && !hasSuccessAfter(windows.ofAll(since.getAsLong(), now), since.getAsLong());
    }

    /** An answer of before may be settled, and so told, a moment later. */
    private static boolean hasSuccessAfter(List<IncidentSignal> counts, long since) {
        return counts.stream().anyMatch(bucket -> bucket.getLastSuccessAt() > since + SETTLED_MS);
    }

    private Optional<Finding> slow(IncidentTarget target, long now) {
        List<IncidentSignal> slow = windows.of(target.getTarget(), now - SHORT_MS, now).stream()
                .filter(bucket -> isSlow(bucket, target))
                .toList();
        long calls = slow.stream().mapToLong(IncidentSignal::getSuccesses).sum();
        if (slow.size() < BAD_BUCKETS || calls < settings.minFailures()) {
            return Optional.empty();
        }
        long median =
                Durations.percentile(slow.getLast().getDurations(), MEDIAN).orElse(0);
        return Optional.of(new Finding(
                Severity.P2,
                Cause.SLOW,
                slow.getFirst().getBucket(),
                "Half of the calls at " + target.getTarget() + " take " + number(median) + " ms or longer"));
    }

    private Optional<Finding> minor(String target, long now) {
        long windowMs = settings.window().toMillis();
        List<IncidentSignal> counts = windows.of(target, now - windowMs, now);
        List<IncidentSignal> failing =
                counts.stream().filter(bucket -> unlimited(bucket) > 0).toList();
        Shares shares = Shares.of(counts);
        long failed = shares.failures() - shares.limited();
        if (failing.size() < windowMs / Signals.BUCKET_MS / 2
                || failed < settings.minFailures()
                || failed < settings.minorRate() * shares.all()) {
            return Optional.empty();
        }
        long since = failing.getFirst().getFirstFailureAt();
        return Optional.of(new Finding(
                Severity.P3,
                cause(target, since, now),
                since,
                failing.getLast().getBucket(),
                number(failed) + " of " + number(shares.all()) + " calls at " + target + " failed"));
    }

    /** Nobody calls the target, but its probes fail. */
    private Optional<Finding> unseen(String target, long now) {
        long since = switches.since(Switches.PROBE, target);
        return since <= now - UNHEALTHY_MS && !hasSuccess(target, now - SHORT_MS, now)
                ? Optional.of(new Finding(
                        Severity.P3,
                        cause(target, now - Windows.KEPT_MS, now),
                        since,
                        now,
                        "Probes of " + target + " fail"))
                : Optional.empty();
    }

    /** Whether a bucket is one in which things went badly, so badly that they are not over yet. */
    boolean isClearlyBad(IncidentSignal bucket, IncidentTarget target) {
        return (isBad(bucket) && (Signals.good(bucket) == 0 || Signals.failures(bucket) >= FEW))
                || isSlow(bucket, target);
    }

    private boolean isBad(IncidentSignal bucket) {
        return isBad(Shares.of(List.of(bucket)));
    }

    private boolean isBad(Shares shares) {
        long other = shares.failures() - shares.limited();
        return (other > 0 && other >= settings.errorRate() * shares.all())
                || (shares.limited() > 0 && shares.limited() >= settings.limitedRate() * shares.all());
    }

    private boolean isSlow(IncidentSignal bucket, IncidentTarget target) {
        OptionalLong median = Durations.percentile(bucket.getDurations(), MEDIAN);
        return median.isPresent() && median.getAsLong() >= slowFrom(target);
    }

    private double slowFrom(IncidentTarget target) {
        long latency = settings.latency().toMillis();
        List<Long> usual = target.getUsual();
        long known = usual.stream().mapToLong(Long::longValue).sum();
        OptionalLong median = Durations.percentile(usual, MEDIAN);
        return known < FEW_USUAL || median.isEmpty()
                ? latency
                : Math.min(latency, settings.slowFactor() * median.getAsLong() + SLOWER_MS);
    }

    private boolean hasSuccess(String target, long from, long now) {
        return windows.of(target, from, now).stream().anyMatch(bucket -> Signals.good(bucket) > 0);
    }

    private boolean hasAny(String target, long from, long now) {
        return !windows.of(target, from, now).isEmpty();
    }

    private Cause cause(String target, long from, long now) {
        return Causes.main(windows.of(target, from, now), 0).orElse(Cause.UNKNOWN);
    }

    private static long unlimited(IncidentSignal bucket) {
        return Signals.failures(bucket) - bucket.getFailures().getOrDefault(LIMITED, 0L);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private record Shares(long all, long failures, long limited) {
        static Shares of(List<IncidentSignal> counts) {
            long good = 0;
            long failures = 0;
            long limited = 0;
            for (IncidentSignal bucket : counts) {
                good += Signals.good(bucket);
                failures += Signals.failures(bucket);
                limited += bucket.getFailures().getOrDefault(LIMITED, 0L);
            }
            return new Shares(good + failures, failures, limited);
        }
    }
}
