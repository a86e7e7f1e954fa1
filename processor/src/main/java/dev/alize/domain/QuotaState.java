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
 * @param pausedMs for how long no call begins, 0 where calls do
 * @param refused calls that the provider refused for quota since the start
 */
public record QuotaState(
        String group, String kind, long windowMs, long limit, double share, double used, long pausedMs, long refused) {}
