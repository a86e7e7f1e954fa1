package dev.alize.policies.injection;

/**
 * A rule applies.
 *
 * @param kind such as {@code override}
 * @param weight in log odds
 * @param start offset in the normalised text
 * @param end offset behind the last unit
 */
record Hit(String kind, double weight, int start, int end) {}
