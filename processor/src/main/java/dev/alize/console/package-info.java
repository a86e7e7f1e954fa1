/**
 * The console: a page, and the interface behind it, for the people on call. {@link dev.alize.console.Console} wires
 * {@code console.http} (the server), {@code console.state} (what it shows) and {@code console.feed} (what it reads from
 * topics) together; {@link dev.alize.console.Desk} does what is asked for. Nothing here is in the way of a request: what
 * fails is logged, and stops nothing.
 */
@NullMarked
package dev.alize.console;

import org.jspecify.annotations.NullMarked;
