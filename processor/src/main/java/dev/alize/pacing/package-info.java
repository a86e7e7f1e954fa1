/**
 * Keeps all instances together within the quota of a provider: what a group may use ({@link dev.alize.pacing.Pacing}),
 * in which part of it this instance may ({@link dev.alize.pacing.Shares}). Pure arithmetic over a clock that comes in;
 * no threads, nothing blocks. Imports only the domain.
 */
@NullMarked
package dev.alize.pacing;

import org.jspecify.annotations.NullMarked;
