/**
 * Personal data: the policy that finds and replaces it, its settings, its markers, and its guard for streams. What is
 * looked for stands in {@code kinds}, the arithmetic of identifiers in {@code checks}, the search in {@code scan}.
 */
@NullMarked
package dev.alize.policies.pii;

import org.jspecify.annotations.NullMarked;
