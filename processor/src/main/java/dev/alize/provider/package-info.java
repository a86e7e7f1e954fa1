/**
 * Makes attempts over HTTP: one event loop owns every connection, timer and open call; other threads only hand work to
 * it. Each attempt ends in exactly one outcome, or in none where it was cancelled; the events of a streamed answer are
 * given away before it, as they come, and none after it. Nothing here decides what follows from an outcome.
 */
@NullMarked
package dev.alize.provider;

import org.jspecify.annotations.NullMarked;
