package dev.alize.domain;

/**
 * How one window of a quota group stands, for metrics and health.
 *
 * @param group name of the quota group
 * @param kind {@code requests} or {@code tokens}
 * @param windowMs length of the window
 * @param limit of the window, for all instances together
 * @param share of it that this instance may use, 0 to 1
 * @param used by this instance in the last window, requests or tokens
 * @param pausedMs for how long no call of the group begins, 0 where calls do; {@link Long#MAX_VALUE} where the provider
 *     gives it no quota at all
 * @param refused calls of the group that the provider refused for quota since the start
 */
public record QuotaState(
        String group, String kind, long windowMs, long limit, double share, double used, long pausedMs, long refused) {}
