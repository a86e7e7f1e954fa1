/**
 * Makes attempts over HTTP: one event loop owns every connection, timer and open call; other threads only hand work to
 * it. Each attempt ends in exactly one outcome, or in none where it was cancelled. Nothing here decides what follows
 * from an outcome.
 */
@NullMarked
package dev.alize.provider;

import org.jspecify.annotations.NullMarked;
