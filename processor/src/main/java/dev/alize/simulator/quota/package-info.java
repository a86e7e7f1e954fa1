/**
 * Rate limits as the vendor has them: requests and tokens of each model over sliding windows, counted exactly, and what
 * the windows looked like since the last reset. No network here.
 */
@NullMarked
package dev.alize.simulator.quota;

import org.jspecify.annotations.NullMarked;
