package dev.alize.postmortem;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A postmortem: everything that the renderers show.
 *
 * @param title such as {@code Incident: Mistral AI 429 Rate Limited}
 * @param from of the window, inclusive
 * @param to of the window, exclusive
 * @param severityRule which rule decided
 * @param summary one or two sentences
 * @param incident null where nothing failed
 * @param rootCauses the first is the main one
 * @param worked what kept harm away
 */
public record Report(
        String title,
        Instant from,
        Instant to,
        Severity severity,
        String severityRule,
        String summary,
        @Nullable Incident incident,
        List<Moment> timeline,
        List<RootCause> rootCauses,
        Impact impact,
        List<String> worked,
        List<Action> actions,
        Integrity integrity,
        Series series,
        List<TargetRow> targets) {

    /**
     * The time in which requests or calls failed.
     *
     * @param from first failure
     * @param to last failure
     * @param recovered first completed request after it; null where there is none in the window
     * @param stretches its parts, at least one: between two of them lie three good slices or more
     */
    public record Incident(
            Instant from, Instant to, @Nullable Instant recovered, List<Stretch> stretches) {
        public Duration duration() {
            return Duration.between(from, to);
        }
    }

    /** A part of the incident: from its first failure to its last one. */
    public record Stretch(Instant from, Instant to) {}

    /** @param what a sentence without an end */
    public record Moment(Instant at, String what) {}

    /**
     * A branch of the decision tree.
     *
     * @param attempts failed ones
     * @param share of all failed attempts that make an incident, 0 to 1
     * @param evidence numbers, as sentences
     */
    public record RootCause(Cause cause, long attempts, double share, List<String> evidence) {}

    /**
     * Whom it hit.
     *
     * @param requests admitted in the window
     * @param answered in the window
     * @param tenants with a failed, expired or degraded request
     * @param moreTenants whether there were more than are counted
     * @param subjectsAtLeast data subjects with a failed or expired request
     * @param subjectsAtMost the same; pseudonyms differ by partition, so a subject may be counted several times
     * @param delayed completed requests that took far longer than usual
     * @param usualMillis median of a completed request outside of the incident, -1 where unknown
     * @param nanoUsd billionths of a USD
     * @param admittedBefore answered in the window, admitted before it
     * @param stillOpen admitted in the window, not answered in it
     * @param reasons of requests that were not completed, by status and reason
     * @param affected tenants that were hit hardest, with the numbers of their requests
     */
    public record Impact(
            long requests,
            long answered,
            long completed,
            long failed,
            long expired,
            long blocked,
            long cancelled,
            long degraded,
            long delayed,
            long usualMillis,
            int tenants,
            boolean moreTenants,
            long subjectsAtLeast,
            long subjectsAtMost,
            long nanoUsd,
            long nanoUsdInIncident,
            long possiblyBilled,
            long unpriced,
            long promptTokens,
            long completionTokens,
            long admittedBefore,
            long stillOpen,
            long notFollowed,
            Map<String, Long> reasons,
            List<TenantRow> affected) {}

    public record TenantRow(
            String tenant, long requests, long failed, long expired, long blocked, long degraded, long retried) {}

    public record TargetRow(
            String target,
            String provider,
            long attempts,
            long failed,
            long promptTokens,
            long completionTokens,
            long nanoUsd) {}

    /** @param priority P1 to P4 */
    public record Action(Severity priority, String what) {}

    /**
     * What the record itself is worth.
     *
     * @param damaged entries that hold no audit event
     * @param chained entries that are links of a chain
     * @param verification what a verification of the chain said; null where there was none
     */
    public record Integrity(
            long entries,
            long damaged,
            long chained,
            long happeningsLeftOut,
            @Nullable String verification) {}

    /**
     * Numbers over time, one for each slice.
     *
     * @param sliceMillis length of a slice
     * @param outcomes requests by how they ended, by the time of their end
     * @param failures failed attempts by kind
     * @param latency milliseconds of completed requests by percentile, -1 where there was none
     * @param fallbackShare of completed requests, 0 to 1, NaN where there was none
     * @param nanoUsd billionths of a USD
     * @param remaining least that was left of a limit, -1 where unknown
     * @param limits the whole of it, where known
     * @param limited answers with status 429
     * @param breakers by target and instance
     */
    public record Series(
            long sliceMillis,
            int slices,
            Map<String, long[]> outcomes,
            Map<String, long[]> failures,
            Map<String, long[]> latency,
            double[] fallbackShare,
            long[] nanoUsd,
            Map<String, long[]> remaining,
            Map<String, Long> limits,
            long[] limited,
            List<BreakerRow> breakers,
            int breakersLeftOut) {}

    /** @param changes in order of time */
    public record BreakerRow(String target, String instance, List<Change> changes) {}

    /** @param state open, half_open or closed */
    public record Change(Instant at, String state) {}
}
