/**
 * Runs the requests of a window, as the audit trail names them and their topic still holds them, through another
 * configuration, and compares with what happened. Nobody is called; no text leaves this package.
 */
@NullMarked
package dev.alize.replay;

import org.jspecify.annotations.NullMarked;
