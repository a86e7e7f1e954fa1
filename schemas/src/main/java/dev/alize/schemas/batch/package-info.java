/**
 * The lines of the vendors' batch files: requests in, results out. All functions are pure and may be called by any
 * thread; no message quotes a prompt or a completion.
 */
@NullMarked
package dev.alize.schemas.batch;

import org.jspecify.annotations.NullMarked;
