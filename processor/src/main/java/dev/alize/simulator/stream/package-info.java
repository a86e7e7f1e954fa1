/**
 * How the simulated Mistral streams an answer: which events come in which order, how they lie on the wire, and when each
 * write is due.
 */
@NullMarked
package dev.alize.simulator.stream;

import org.jspecify.annotations.NullMarked;
