/**
 * From {@code policy-config.yaml} to a {@link dev.alize.config.Configuration}: one reader for each block. A reader
 * reads at once, noting problems, and returns what builds the settings; that runs only when the whole file turned out
 * to have no problem.
 */
@NullMarked
package dev.alize.config.reader;

import org.jspecify.annotations.NullMarked;
